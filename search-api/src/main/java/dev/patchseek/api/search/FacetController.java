package dev.patchseek.api.search;

import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.query.Facet;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What pictures can be told apart by. */
@RestController
@Tag(name = "Search")
class FacetController {

  private static final int MOST_VALUES = 1000;

  private final SearchEngine engine;

  FacetController(SearchEngine engine) {
    this.engine = engine;
  }

  @GetMapping("/api/v1/facets")
  @Operation(
      summary = "How many pictures that a filter admits have which value of each metadata key")
  List<Facet> facets(
      @RequestParam(defaultValue = "") String filter,
      @RequestParam(defaultValue = "10") int values) {
    if (values < 1 || values > MOST_VALUES) {
      throw new InvalidInputException(
          "values is %d, expected 1 to %d.".formatted(values, MOST_VALUES));
    }
    Filter admitted = Filter.parse(filter);
    return engine.use(served -> served.facets(admitted, values));
  }
}
