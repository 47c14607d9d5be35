package dev.patchseek.api.search;

import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.api.engine.ServedIndex;
import dev.patchseek.encoder.bundle.Bundle;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this service searches, and with which model. */
@RestController
class InfoController {

  private final SearchEngine engine;

  InfoController(SearchEngine engine) {
    this.engine = engine;
  }

  /**
   * The service in short.
   *
   * @param images in the index
   * @param writable whether images can be added and removed here
   */
  record Info(int images, boolean writable, Model model) {}

  /**
   * The model that embedded the images and reads the queries.
   *
   * @param dim components of each vector
   * @param rows patches from top to bottom of every image
   * @param columns patches from left to right
   * @param globalWeight γ, of the whole query's similarity to the whole image in the score
   */
  record Model(
      String name, String fingerprint, int dim, int rows, int columns, float globalWeight) {}

  @GetMapping("/api/v1/info")
  Info info() {
    return engine.use(InfoController::info);
  }

  private static Info info(ServedIndex served) {
    Bundle bundle = served.bundle();
    return new Info(
        served.size(),
        served.isWritable(),
        new Model(
            bundle.name(),
            bundle.fingerprint(),
            bundle.dim(),
            bundle.gridRows(),
            bundle.gridColumns(),
            bundle.globalWeight()));
  }
}
