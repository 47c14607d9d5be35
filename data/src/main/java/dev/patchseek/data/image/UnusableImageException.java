package dev.patchseek.data.image;

import dev.patchseek.data.InvalidInputException;

/** A picture file that cannot be decoded. */
public final class UnusableImageException extends InvalidInputException {

  private final ImageFault fault;

  UnusableImageException(ImageFault fault, String message) {
    this(fault, message, null);
  }

  UnusableImageException(ImageFault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** What is wrong with it, for programs. */
  public ImageFault fault() {
    return fault;
  }
}
