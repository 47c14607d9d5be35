package dev.patchseek.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.Directories;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.indexer.format.Shard;
import dev.patchseek.indexer.format.ShardManifest;
import dev.patchseek.indexer.inspect.IndexCheck;
import dev.patchseek.spark.cli.SparkIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job on executors that are processes of their own. */
@Tag("cluster")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterTest {

  private static final String MASTER = "local-cluster[2,1,1024]";
  private static final int PICTURES = 400;
  private static final int SHARDS = 40;

  @TempDir private Path folder;
  private Path photos;
  private Path shards;
  private Path model;
  private Process job;

  @BeforeEach
  void draw() throws IOException {
    photos = Pictures.drawAll(folder.resolve("photos"), PICTURES);
    shards = folder.resolve("shards");
    model = TinyBundle.write(folder.resolve("tiny"), 1);
  }

  @AfterEach
  void leaveNothingRunning() throws InterruptedException {
    List<ProcessHandle> executors = job.descendants().toList();
    job.destroyForcibly().waitFor();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void anExecutorThatIsKilledLosesAndDoublesNothing() throws Exception {
    job = start(List.of());
    while (published() < 3) {
      assertThat(job.isAlive()).as("the job, whose log is below").isTrue();
      Thread.sleep(20);
    }
    List<ProcessHandle> executors =
        job.descendants().filter(it -> it.info().command().orElse("").endsWith("java")).toList();
    assertThat(executors).hasSizeGreaterThanOrEqualTo(2);
    executors.getFirst().destroyForcibly();
    assertThat(published()).as("shards at the kill").isLessThan(SHARDS);
    assertThat(job.waitFor()).as(log()).isZero();
    assertThat(log()).contains("Lost executor");
    requireEveryPictureOnce();
  }

  @Test
  void twoAttemptsAtTheSameShardLeaveOne() throws Exception {
    job =
        start(
            List.of(
                "-Dspark.speculation=true",
                "-Dspark.speculation.interval=5ms",
                "-Dspark.speculation.multiplier=1.0001",
                "-Dspark.speculation.quantile=0.05",
                "-Dspark.speculation.minTaskRuntime=1ms"));
    assertThat(job.waitFor()).as(log()).isZero();
    requireEveryPictureOnce();
  }

  private void requireEveryPictureOnce() throws IOException {
    IndexCheck check = IndexCheck.run(shards);
    assertThat(check.faults()).isEmpty();
    assertThat(check.images()).isEqualTo(PICTURES);
    List<String> named =
        ShardManifest.read(shards).shards().stream().map(Shard::name).collect(Collectors.toList());
    named.addAll(List.of("shards.json", "job.json"));
    try (Stream<Path> entries = Files.list(shards)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  private long published() throws IOException {
    if (!Files.isDirectory(shards)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(shards)) {
      return entries.filter(it -> ShardTask.isShard(it.getFileName().toString())).count();
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private Process start(List<String> flags) throws IOException {
    String classpath = System.getProperty("java.class.path");
    String jvmOptions =
        "@" + Path.of(System.getProperty("patchseek.root"), "configs/build/jvm.options");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmOptions, "-Xmx1g", "-Dspark.master=" + MASTER));
    command.addAll(
        List.of(
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.executor.memory=512m",
            "-Dspark.executorEnv.OMP_NUM_THREADS=1",
            "-Dspark.executor.extraJavaOptions=" + jvmOptions,
            "-Dspark.executor.extraClassPath=" + classpath));
    command.addAll(flags);
    command.addAll(List.of("-cp", classpath, SparkIndex.class.getName()));
    command.addAll(List.of(photos.toString(), "--model", model.toString()));
    command.addAll(List.of("--index", shards.toString(), "--shards", Integer.toString(SHARDS)));
    ProcessBuilder job = new ProcessBuilder(command).redirectErrorStream(true);
    job.redirectOutput(folder.resolve("log").toFile());
    job.environment().put("SPARK_HOME", sparkHome().toString());
    job.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    job.environment().put("SPARK_SCALA_VERSION", "2.13");
    return job.start();
  }

  /** As much of a distribution as a worker looks for; the libraries come by the class path. */
  private Path sparkHome() throws IOException {
    Path home = folder.resolve("spark-home");
    Directories.delete(home);
    Files.createDirectories(home.resolve("jars"));
    Files.writeString(home.resolve("RELEASE"), "Spark\n");
    return home;
  }
}
