package dev.patchseek.api.search;

import dev.patchseek.api.engine.SearchEngine;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** More like an indexed picture. */
@RestController
@Tag(name = "Search")
class SimilarController {

  private final SearchEngine engine;

  SimilarController(SearchEngine engine) {
    this.engine = engine;
  }

  @GetMapping("/api/v1/images/{id}/similar")
  @Operation(
      summary = "Pictures like an indexed one, which comes first itself",
      description = "A search with `like`; its other parameters do here what they do there.")
  SearchAnswer similar(
      @PathVariable String id, @ParameterObject @ModelAttribute SearchParameters parameters) {
    return engine.search(served -> SearchController.answer(served, parameters.like(id)));
  }
}
