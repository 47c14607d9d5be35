package dev.patchseek.api.benchmark;

import dev.patchseek.api.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process occupies.
 *
 * @param heap bytes of live objects, after a full garbage collection
 * @param resident bytes of memory, mapped files included
 * @param anonymous of them, those that are no file's
 * @param threads of the process
 * @param files that are open, sockets included
 */
record Footprint(long heap, long resident, long anonymous, int threads, int files) {

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  static Footprint of(ServiceProcess service) throws IOException, InterruptedException {
    long pid = service.pid();
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    long heap = used.find() ? Long.parseLong(used.group(1)) * 1024 : -1;
    String status = Files.readString(Path.of("/proc/%d/status".formatted(pid)));
    try (Stream<Path> files = Files.list(Path.of("/proc/%d/fd".formatted(pid)))) {
      return new Footprint(
          heap,
          number(status, "VmRSS:") * 1024,
          number(status, "RssAnon:") * 1024,
          (int) number(status, "Threads:"),
          (int) files.count());
    }
  }

  private static long number(String status, String name) {
    Matcher line = Pattern.compile(name + "\\s+(\\d+)").matcher(status);
    return line.find() ? Long.parseLong(line.group(1)) : -1;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process = new ProcessBuilder(tool.toString(), Long.toString(pid), command).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }
}
