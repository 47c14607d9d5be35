package dev.patchseek.api;

import dev.patchseek.PatchSeek;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code patchseek serve} in a process of its own, which can be killed and measured. */
public final class ServiceProcess implements AutoCloseable {

  private static final Pattern ANSWERS = Pattern.compile("answers at (http://\\S+)");
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Process process;
  private final URI address;

  private ServiceProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts and waits until it answers.
   *
   * @param log file of what it prints
   * @param java flags of the JVM
   * @param arguments of {@code patchseek}
   */
  public static ServiceProcess start(Path log, List<String> java, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of(System.getProperty("patchseek.root"), "configs/build/jvm.options"));
    command.addAll(java);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PatchSeek.class.getName());
    command.addAll(arguments);
    Files.deleteIfExists(log);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      Matcher answers = ANSWERS.matcher(Files.readString(log));
      if (answers.find()) {
        return new ServiceProcess(process, URI.create(answers.group(1)));
      }
      Thread.sleep(20);
    }
    process.destroyForcibly();
    throw new IOException("the service did not start:\n" + Files.readString(log));
  }

  public URI address() {
    return address;
  }

  /** As {@code kill -9}: at once, whatever it is at. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Time of all cores that it has used. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** For {@code jcmd}. */
  public long pid() {
    return process.pid();
  }

  /** Asks it to stop, and waits. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
