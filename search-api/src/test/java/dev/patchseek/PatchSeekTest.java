package dev.patchseek;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.InvalidInputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class PatchSeekTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void explainsUnusableInputInOneLine() {
    int status = execute(() -> fail(new InvalidInputException("photos: no such folder")));

    assertThat(status).isEqualTo(2);
    assertThat(err).hasToString("patchseek: photos: no such folder" + System.lineSeparator());
  }

  @Test
  void showsTheStackTraceOfItsOwnFailures() {
    int status = execute(() -> fail(new IllegalStateException("broken")));

    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).contains("IllegalStateException: broken", "at dev.patchseek");
  }

  @Test
  void answersAMistypedOptionWithAHint() {
    int status = execute(() -> {}, "--inex");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("patchseek: Unknown option: '--inex'")
        .contains("Try 'patchseek probe --help'.");
  }

  @Test
  void listsItsCommandsWhenNoneIsGiven() {
    int status = captured(PatchSeek.commandLine()).execute();

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: patchseek", "--version");
  }

  @Test
  void tellsItsVersion() {
    int status = captured(PatchSeek.commandLine()).execute("--version");

    assertThat(status).isZero();
    assertThat(out.toString()).startsWith("patchseek ");
  }

  private int execute(Runnable work, String... options) {
    CommandLine commands = PatchSeek.commandLine().addSubcommand(new Probe(work));
    String[] args = Stream.concat(Stream.of("probe"), Stream.of(options)).toArray(String[]::new);
    return captured(commands).execute(args);
  }

  private CommandLine captured(CommandLine commands) {
    return commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
  }

  private static void fail(RuntimeException failure) {
    throw failure;
  }

  @Command(name = "probe")
  private record Probe(Runnable work) implements Runnable {
    @Override
    public void run() {
      work.run();
    }
  }
}
