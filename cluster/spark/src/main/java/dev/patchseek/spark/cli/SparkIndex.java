package dev.patchseek.spark.cli;

import dev.patchseek.data.InvalidInputException;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What spark-submit starts. */
public final class SparkIndex {

  private static final int USER_ERROR = 2;

  private SparkIndex() {}

  /** Runs the job that the arguments describe. */
  public static void main(String[] args) {
    int status =
        new CommandLine(new SparkIndexCommand())
            .setExecutionExceptionHandler(
                (failure, commandLine, parsed) -> {
                  Optional<String> input = inputError(failure);
                  if (input.isEmpty()) {
                    throw failure;
                  }
                  commandLine.getErr().println(input.get());
                  return USER_ERROR;
                })
            .execute(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** The message for people, where it is their input that is wrong; tasks tell it in text alone. */
  static Optional<String> inputError(Throwable failure) {
    String name = InvalidInputException.class.getName() + ": ";
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .map(String::valueOf)
        .filter(text -> text.contains(name))
        .map(text -> text.substring(text.indexOf(name) + name.length()).lines().findFirst().get())
        .findFirst();
  }
}
