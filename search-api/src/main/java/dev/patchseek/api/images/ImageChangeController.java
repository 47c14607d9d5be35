package dev.patchseek.api.images;

import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.api.settings.WritesImages;
import dev.patchseek.indexer.format.ImageRecord;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Adding, replacing, describing and removing single pictures. */
@WritesImages
@RestController
@RequestMapping("/api/v1/images")
@Tag(name = "Pictures")
class ImageChangeController {

  private final SearchEngine engine;
  private final ImageChanges changes;
  private final UploadBody body;

  ImageChangeController(SearchEngine engine, ImageChanges changes, UploadBody body) {
    this.engine = engine;
    this.changes = changes;
    this.body = body;
  }

  @PutMapping
  @Operation(summary = "Add the picture of the body at a path, or replace the one that is there")
  ResponseEntity<ImageFacts> put(@RequestParam String path, HttpServletRequest request)
      throws IOException {
    boolean isKnown = engine.use(served -> served.find(ImageRecord.idOf(path))).isPresent();
    ImageFacts facts = ImageFacts.of(changes.put(path, body.read(request.getInputStream())));
    return isKnown
        ? ResponseEntity.ok(facts)
        : ResponseEntity.created(URI.create("/api/v1/images/" + facts.id())).body(facts);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace a picture by that of the body")
  ImageFacts replace(@PathVariable String id, HttpServletRequest request) throws IOException {
    String path = engine.use(served -> served.image(id)).path();
    return ImageFacts.of(changes.put(path, body.read(request.getInputStream())));
  }

  @PatchMapping("/{id}")
  @Operation(summary = "Change metadata: values by key; null takes a key away")
  ImageFacts describe(@PathVariable String id, @RequestBody Map<String, List<String>> metadata) {
    return ImageFacts.of(changes.describe(id, metadata));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a picture; its file too, where it was uploaded")
  void delete(@PathVariable String id) {
    changes.delete(id);
  }
}
