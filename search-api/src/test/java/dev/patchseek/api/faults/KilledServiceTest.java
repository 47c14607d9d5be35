package dev.patchseek.api.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.ServiceProcess;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.inspect.IndexCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed while pictures are put and removed and jobs run. {@code
 * -Dpatchseek.kills=30 -Dpatchseek.seed=2} does it more often.
 */
class KilledServiceTest {

  private static final int KILLS = Integer.getInteger("patchseek.kills", 2);
  private static final long SEED = Long.getLong("patchseek.seed", 1);
  private static final int CLIENTS = 3;
  private static final int PATHS = 4;

  @TempDir private Path directory;
  private final Pictures pictures = new Pictures();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger cutOff = new AtomicInteger();
  private int folders;

  @Test
  void whatWasAnsweredIsThereAndTheRestIsWholeOrAbsent() throws Exception {
    ColourWorld world = ColourWorld.in(directory);
    Files.createDirectories(directory.resolve("allowed"));
    Random random = new Random(SEED);
    ServiceProcess service = start(world);
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        disturb(service, random);
        assertThat(IndexCheck.run(world.index()).faults()).as("after kill " + kill).isEmpty();
        service = start(world);
        Http http = new Http(service.address(), null);
        awaitJobs(http);
        pictures.check(http);
      }
    } finally {
      service.close();
    }
    System.out.printf(
        "%d kills: %d changes of %d pictures answered, %d cut off%n",
        KILLS, answered.get(), pictures.size(), cutOff.get());
  }

  private ServiceProcess start(ColourWorld world) throws Exception {
    return ServiceProcess.start(
        directory.resolve("service.log"),
        List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), // starts sooner
        List.of(
            "serve",
            "--index=" + world.index(),
            "--port=0",
            "--management-port=-1",
            "--folder=" + directory.resolve("allowed"),
            "--set=uploads=" + directory.resolve("uploads")));
  }

  /** Clients change pictures until the service is killed under them. */
  private void disturb(ServiceProcess service, Random random) throws Exception {
    Http http = new Http(service.address(), null);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        String own = "client%d/".formatted(client);
        long seed = random.nextLong();
        all.add(clients.submit(() -> untilItFails(() -> putOrRemove(http, own, new Random(seed)))));
      }
      Random jobs = new Random(random.nextLong());
      all.add(clients.submit(() -> untilItFails(() -> runJob(http, jobs))));
      Thread.sleep(300 + random.nextInt(2500));
      service.kill();
      for (Future<?> client : all) {
        client.get();
      }
    }
  }

  private interface Change {
    void make() throws Exception;
  }

  private Void untilItFails(Change change) throws Exception {
    try {
      while (true) {
        change.make();
        answered.incrementAndGet();
      }
    } catch (IOException e) {
      cutOff.incrementAndGet(); // killed
      return null;
    }
  }

  private void putOrRemove(Http http, String own, Random random) throws Exception {
    String path = own + random.nextInt(PATHS) + ".png";
    Drawing next = random.nextInt(4) == 0 ? null : Drawing.any(random);
    pictures.begin(path, next);
    HttpResponse<String> response =
        next == null
            ? http.send("DELETE", "/api/v1/images/" + ImageRecord.idOf(path), null, null)
            : http.send("PUT", "/api/v1/images?path=" + path, "image/png", next.png());
    assertThat(response.statusCode()).as(response.body()).isIn(200, 201, 204, 404, 409, 503);
    if (response.statusCode() < 409) {
      pictures.answered(path, next);
    }
  }

  /** A job that was accepted will be done, if need be after the restart. */
  private void runJob(Http http, Random random) throws Exception {
    Map<String, Drawing> drawings = new LinkedHashMap<>();
    boolean isTar = random.nextBoolean();
    // a path belongs to the folder that it was first indexed from
    String folder = isTar ? "tar" : "folder" + folders++;
    for (int i = 0; i < 3; i++) {
      drawings.put((isTar ? "" : folder + "-") + i + ".png", Drawing.any(random));
    }
    String prefix = isTar ? folder + "/" : "";
    drawings.forEach((name, drawing) -> pictures.begin(prefix + name, drawing));
    HttpResponse<String> response =
        isTar
            ? http.send("POST", "/api/v1/jobs?name=" + folder, "application/x-tar", tar(drawings))
            : http.postJson(
                "/api/v1/jobs", "{\"folder\": \"%s\"}".formatted(write(folder, drawings)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    drawings.forEach((name, drawing) -> pictures.answered(prefix + name, drawing));
    awaitJobs(http);
  }

  private Path write(String folder, Map<String, Drawing> drawings) throws IOException {
    Path place = Files.createDirectories(directory.resolve("allowed").resolve(folder));
    for (Map.Entry<String, Drawing> drawing : drawings.entrySet()) {
      Files.write(place.resolve(drawing.getKey()), drawing.getValue().png());
    }
    return place;
  }

  private void awaitJobs(Http http) throws Exception {
    while (http.get("/api/v1/jobs").body().contains("\"ended\":null")) {
      Thread.sleep(50);
    }
    assertThat(http.get("/api/v1/jobs").body())
        .as(Files.readString(directory.resolve("service.log")))
        .doesNotContain("FAILED");
  }

  private static byte[] tar(Map<String, Drawing> drawings) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, Drawing> drawing : drawings.entrySet()) {
        byte[] png = drawing.getValue().png();
        TarArchiveEntry entry = new TarArchiveEntry(drawing.getKey());
        entry.setSize(png.length);
        tar.putArchiveEntry(entry);
        tar.write(png);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
