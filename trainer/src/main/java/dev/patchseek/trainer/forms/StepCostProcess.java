package dev.patchseek.trainer.forms;

import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.loop.StepCost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what a training step costs in a process of its own, whose memory nothing else has used.
 */
final class StepCostProcess {

  private static final int STEPS = 7;
  private static final String ANSWER = "a step costs ";

  private StepCostProcess() {}

  /** Measures the configuration in the file that is the argument, and prints it. */
  public static void main(String[] args) throws IOException {
    TrainConfig config = Configs.read(Path.of(args[0]), TrainConfig.class);
    StepCost cost = StepCost.of(config, STEPS, System.err);
    System.out.println(ANSWER + cost.seconds() + " " + cost.bytes() + " " + cost.tower());
    System.exit(0);
  }

  /** Starts the process and waits for it. */
  static StepCost measure(Path config) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-agent") && !argument.startsWith("-javaagent"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StepCostProcess.class.getName(), config.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] answer =
        output
            .lines()
            .filter(line -> line.startsWith(ANSWER))
            .findFirst()
            .orElseThrow(
                () ->
                    new UncheckedIOException(
                        new IOException("the process that measures a step said: " + output)))
            .substring(ANSWER.length())
            .split(" ");
    return new StepCost(
        Double.parseDouble(answer[0]), Long.parseLong(answer[1]), Long.parseLong(answer[2]));
  }
}
