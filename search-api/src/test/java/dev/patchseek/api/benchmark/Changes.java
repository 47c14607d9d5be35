package dev.patchseek.api.benchmark;

import dev.patchseek.api.Http;
import dev.patchseek.data.image.ImageWriter;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.Split;
import dev.patchseek.indexer.format.ImageRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Puts, describes and removes pictures of the picture book, exchanges the index between two, and
 * looks whether each change is there as soon as it is answered. For one thread.
 */
final class Changes {

  private static final int PATHS = 100;
  private static final int PICTURES = 20;

  private final Http http;
  private final List<String> indexes;
  private final Random random = new Random(4);
  private final List<byte[]> pictures;

  final AtomicInteger written = new AtomicInteger();
  final AtomicInteger removed = new AtomicInteger();
  final AtomicInteger exchanged = new AtomicInteger();
  final AtomicInteger wrong = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();

  /** Between these indexes, of which the first is served now. */
  Changes(Http http, List<String> indexes) {
    this.http = http;
    this.indexes = indexes;
    PictureBook book = new PictureBook(2);
    pictures =
        IntStream.range(0, PICTURES)
            .mapToObj(i -> ImageWriter.png(book.picture(Split.GALLERY, i).image()))
            .toList();
  }

  void once() throws IOException, InterruptedException {
    String path = "soak/%d.png".formatted(random.nextInt(PATHS));
    String place = "/api/v1/images/" + ImageRecord.idOf(path);
    if (random.nextInt(3) == 0) {
      int status = http.send("DELETE", place, null, null).statusCode();
      if (isDone(status, 204, 404)) {
        removed.incrementAndGet();
        expect(404, http.get(place));
      }
    } else {
      byte[] picture = pictures.get(random.nextInt(PICTURES));
      int status =
          http.send("PUT", "/api/v1/images?path=" + path, "image/png", picture).statusCode();
      if (isDone(status, 200, 201)) {
        written.incrementAndGet();
        describe(place);
      }
    }
  }

  /** A value that only this picture has finds this picture alone. */
  private void describe(String place) throws IOException, InterruptedException {
    String mark = Long.toHexString(random.nextLong());
    byte[] metadata = "{\"mark\": [\"%s\"]}".formatted(mark).getBytes(StandardCharsets.UTF_8);
    int status = http.send("PATCH", place, "application/json", metadata).statusCode();
    if (isDone(status, 200, 200)) {
      HttpResponse<String> found = http.get("/api/v1/search?q=a+dog&filter=mark:" + mark);
      if (found.statusCode() == 503) {
        refused.incrementAndGet();
      } else {
        expect(200, found);
        boolean isFound = found.body().contains(place + "/thumbnail");
        wrong.addAndGet(isFound ? 0 : 1);
      }
    }
  }

  void exchange() throws IOException, InterruptedException {
    String next = indexes.get((exchanged.get() + 1) % indexes.size());
    HttpResponse<String> response =
        http.postJson("/api/v1/admin/swap", "{\"index\": \"%s\"}".formatted(next));
    expect(204, response);
    exchanged.incrementAndGet();
  }

  private boolean isDone(int status, int expected, int orElse) {
    if (status == 503 || status == 409) {
      refused.incrementAndGet();
      return false;
    }
    boolean done = status == expected || status == orElse;
    wrong.addAndGet(done ? 0 : 1);
    return done;
  }

  private void expect(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      wrong.incrementAndGet();
      System.err.println("expected " + status + ": " + response.body());
    }
  }
}
