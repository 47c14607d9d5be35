package dev.patchseek.data;

/**
 * Something the user gave cannot be used: a missing file, an unknown configuration key, an index
 * made by another model. The message says what was got, what was expected and what to do; commands
 * print it without a stack trace and exit with status 2.
 */
public class InvalidInputException extends RuntimeException {

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
