package dev.patchseek.api.images;

import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.indexer.query.IndexedImage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The indexed pictures. */
@RestController
@RequestMapping("/api/v1/images/{id}")
@Tag(name = "Pictures")
class ImageController {

  /** Short, because the file behind an id may change and be indexed again. */
  private static final CacheControl CACHING = CacheControl.maxAge(Duration.ofMinutes(10));

  private final SearchEngine engine;
  private final Thumbnails thumbnails;

  ImageController(SearchEngine engine, Thumbnails thumbnails) {
    this.engine = engine;
    this.thumbnails = thumbnails;
  }

  @GetMapping
  @Operation(summary = "What the index knows of a picture")
  ImageFacts facts(@PathVariable String id) {
    return ImageFacts.of(engine.use(served -> served.image(id)));
  }

  @GetMapping(path = "/thumbnail", produces = MediaType.IMAGE_JPEG_VALUE)
  ResponseEntity<byte[]> thumbnail(@PathVariable String id) {
    Thumbnails.SmallJpeg thumbnail = thumbnails.of(engine.use(served -> served.image(id)));
    return ResponseEntity.ok()
        .cacheControl(CACHING)
        .eTag(thumbnail.tag())
        .contentType(MediaType.IMAGE_JPEG)
        .body(thumbnail.jpeg());
  }

  @GetMapping("/file")
  ResponseEntity<byte[]> file(@PathVariable String id) {
    IndexedImage image = engine.use(served -> served.image(id));
    byte[] bytes = read(image);
    String name = image.path().substring(image.path().lastIndexOf('/') + 1);
    return ResponseEntity.ok()
        .cacheControl(CACHING)
        .contentType(PictureType.of(bytes))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.inline().filename(name, StandardCharsets.UTF_8).build().toString())
        .header("X-Content-Type-Options", "nosniff")
        .body(bytes);
  }

  /**
   * Reads the original file.
   *
   * @throws ResponseStatusException 410 when it is not where it was when it was indexed
   */
  static byte[] read(IndexedImage image) {
    try {
      return image.source().read();
    } catch (IOException e) {
      throw new ResponseStatusException(
          HttpStatus.GONE,
          "The file %s is not where it was when it was indexed; put it back or index again."
              .formatted(image.path()),
          e);
    }
  }
}
