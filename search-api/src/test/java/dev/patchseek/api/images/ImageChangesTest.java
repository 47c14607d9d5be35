package dev.patchseek.api.images;

import static dev.patchseek.api.Http.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.ColourWorld;
import dev.patchseek.api.Http;
import dev.patchseek.api.SearchServer;
import dev.patchseek.data.image.ImageWriter;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.indexer.format.ImageRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Single pictures come, change and go over HTTP. */
class ImageChangesTest {

  private static final String GREEN_ID = ImageRecord.idOf(ColourWorld.GREEN);

  @TempDir private Path directory;
  private SearchServer server;
  private Http http;
  private Path uploads;

  @BeforeEach
  void start() throws IOException {
    ColourWorld world = ColourWorld.in(directory);
    uploads = directory.resolve("uploads");
    server =
        SearchServer.start(
            Map.of(
                "patchseek.index", world.index().toString(),
                "patchseek.port", "0",
                "patchseek.management-port", "-1",
                "patchseek.uploads", uploads.toString(),
                "patchseek.picture-size", "256KB",
                "patchseek.picture-pixels", "1000000"));
    http = new Http(server.address(), null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPictureIsFoundAsSoonAsItIsThere() throws Exception {
    HttpResponse<String> response = put("?path=new/scarlet.png", square(0xff0000));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    String id = ImageRecord.idOf("new/scarlet.png");
    assertThat(response.headers().firstValue("Location")).hasValue("/api/v1/images/" + id);
    assertThat(http.json("/api/v1/search?q=red").at("/hits").valueStream())
        .anyMatch(hit -> hit.path("path").asString().equals("new/scarlet.png"));
    assertThat(http.get("/api/v1/images/" + id + "/file").statusCode()).isEqualTo(200);
    assertThat(put("?path=new/scarlet.png", square(0xff0000)).statusCode()).isEqualTo(200);
  }

  @Test
  void aReplacedPictureIsFoundByWhatItShowsNow() throws Exception {
    assertThat(put("/" + GREEN_ID, square(0x0000ff)).statusCode()).isEqualTo(200);

    assertThat(http.json("/api/v1/search?q=green").at("/hits/0/score").asDouble()).isLessThan(0.5);
    assertThat(http.json("/api/v1/images/" + GREEN_ID).path("path").asString())
        .isEqualTo(ColourWorld.GREEN);
    assertThat(directory.resolve("pictures").resolve(ColourWorld.GREEN))
        .as("the file that was indexed is not ours")
        .exists();
  }

  @Test
  void aRemovedPictureIsGone() throws Exception {
    put("?path=short.png", square(0xff0000));
    String id = ImageRecord.idOf("short.png");
    assertThat(uploads.resolve("short.png")).exists();

    assertThat(http.send("DELETE", "/api/v1/images/" + id, null, null).statusCode()).isEqualTo(204);

    Http.assertProblem(http.get("/api/v1/images/" + id), 404, "no picture");
    assertThat(uploads.resolve("short.png")).doesNotExist();
    Http.assertProblem(http.send("DELETE", "/api/v1/images/" + id, null, null), 404, "no picture");
  }

  @Test
  void metadataIsChangedFilteredByAndOutlivesANewPicture() throws Exception {
    HttpResponse<String> described =
        patch("{\"tag\": [\"lawn\", \"spring\"], \"year\": [\"2021\"]}");
    assertThat(described.statusCode()).as(described.body()).isEqualTo(200);
    assertThat(patch("{\"year\": null}").statusCode()).isEqualTo(200);
    put("/" + GREEN_ID, square(0x0000ff));

    assertThat(http.json("/api/v1/images/" + GREEN_ID).path("metadata").toString())
        .isEqualTo("{\"tag\":[\"lawn\",\"spring\"]}");
    assertThat(
            http.json("/api/v1/search?q=red&filter=" + encoded("tag:lawn"))
                .at("/hits")
                .valueStream()
                .map(hit -> hit.path("id").asString()))
        .containsExactly(GREEN_ID);
    assertThat(http.json("/api/v1/facets?filter=" + encoded("tag:spring")).toString())
        .isEqualTo(
            "[{\"key\":\"tag\",\"distinct\":2,\"counts\":"
                + "[{\"value\":\"lawn\",\"images\":1},{\"value\":\"spring\",\"images\":1}]}]");
    Http.assertProblem(http.get("/api/v1/facets?filter=tag"), 400, "not understood");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../out.png",
        "a/../../out.png",
        "/etc/out.png",
        "a//b.png",
        "a\\..\\b.png",
        "a\0.png",
        ".hidden/a.png",
        "a/.png",
        "CON:.png",
        "a.exe",
        "%2e%2e/out.png\n.png"
      })
  void refusesPathsOutsideOfTheUploads(String path) throws Exception {
    Http.assertProblem(put("?path=" + encoded(path), square(0)), 400, "a path");
    assertThat(directory.resolve("out.png")).doesNotExist();
  }

  @Test
  void refusesALinkOutOfTheUploads() throws Exception {
    Files.createDirectories(uploads);
    Files.createSymbolicLink(uploads.resolve("link"), directory);

    Http.assertProblem(put("?path=link/out.png", square(0)), 400, "leaves the folder");
    assertThat(directory.resolve("out.png")).doesNotExist();
  }

  @Test
  void refusesWhatIsTooLargeOrNoPicture() throws Exception {
    Http.assertProblem(put("?path=a.png", new byte[300_000]), 413, "bytes");
    RgbImage wide = new RgbImage(2000, 1000, new byte[2000 * 1000 * 3]);
    Http.assertProblem(put("?path=a.png", ImageWriter.png(wide)), 413, "2000 x 1000 pixels");
    Http.assertProblem(put("?path=a.png", bomb()), 400, "60000 x 60000 pixels");
    Http.assertProblem(put("?path=a.png", new byte[] {1, 2, 3}), 400, "");
    Http.assertProblem(put("?path=a.png", new byte[0]), 400, "");
    assertThat(http.json("/api/v1/info").path("images").asInt()).isEqualTo(3);
  }

  @Test
  void saysThatNothingCanBeStoredAndNotWhere() throws Exception {
    Files.writeString(uploads, "in the way of the folder");

    Http.assertProblem(put("?path=a.png", square(0)), 507, "cannot store");
    assertThat(put("?path=a.png", square(0)).body()).doesNotContain(directory.toString());
    assertThat(http.json("/api/v1/info").path("images").asInt()).isEqualTo(3);
  }

  /** The head of a PNG that says, with a right checksum, that it has 60000 x 60000 pixels. */
  private static byte[] bomb() {
    ByteBuffer png = ByteBuffer.wrap(ImageWriter.png(new RgbImage(1, 1, new byte[3])));
    png.putInt(16, 60_000).putInt(20, 60_000);
    CRC32 checksum = new CRC32();
    checksum.update(png.array(), 12, 17);
    return png.putInt(29, (int) checksum.getValue()).array();
  }

  private static byte[] square(int colour) {
    return ImageWriter.png(ColourWorld.square(64, 64, 2, 2, colour));
  }

  private HttpResponse<String> put(String where, byte[] file) throws Exception {
    return http.send("PUT", "/api/v1/images" + where, "image/png", file);
  }

  private HttpResponse<String> patch(String json) throws Exception {
    JsonMapper.shared().readTree(json);
    return http.send(
        "PATCH",
        "/api/v1/images/" + GREEN_ID,
        "application/json",
        json.getBytes(StandardCharsets.UTF_8));
  }
}
