package dev.patchseek.api.admin;

import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.api.settings.ServiceSettings;
import dev.patchseek.api.settings.WritesImages;
import dev.patchseek.data.InvalidInputException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Exchanges index and model while requests are answered. */
@WritesImages
@RestController
@Tag(name = "Administration")
class SwapController {

  private static final Logger LOG = LoggerFactory.getLogger(SwapController.class);

  private final SearchEngine engine;
  private final Path home;

  SwapController(SearchEngine engine, ServiceSettings settings) {
    this.engine = engine;
    this.home = settings.index().getParent();
  }

  /**
   * What to serve from now on.
   *
   * @param index name of a directory beside the index that the service was started with
   * @param model name of a bundle beside it; null for the one the index names
   */
  record Swap(String index, String model) {}

  @PostMapping("/api/v1/admin/swap")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Serve another index and model: loaded and warmed up beside, then switched")
  void swap(@RequestBody Swap swap) {
    try {
      engine.exchange(beside(swap.index()), swap.model() == null ? null : beside(swap.model()));
    } catch (InvalidInputException e) {
      LOG.warn("Index {} is not served: {}", swap.index(), e.getMessage());
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "This index or model cannot be used; the log tells why.", e);
    }
  }

  private Path beside(String name) {
    try {
      Path real = home.resolve(name == null ? "" : name).toRealPath();
      if (real.startsWith(home.toRealPath()) && !real.equals(home.toRealPath())) {
        return real;
      }
    } catch (InvalidPathException | IOException e) {
      // answered like a place that is not allowed
    }
    throw new ResponseStatusException(
        HttpStatus.BAD_REQUEST, "Name a directory beside the index that the service began with.");
  }
}
