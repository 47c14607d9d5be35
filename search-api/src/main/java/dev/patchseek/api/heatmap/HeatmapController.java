package dev.patchseek.api.heatmap;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.api.engine.ServedIndex;
import dev.patchseek.api.query.AskedQuery;
import dev.patchseek.api.query.Question;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.image.HeatOverlay;
import dev.patchseek.data.image.HeatScale;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.query.Heat;
import dev.patchseek.indexer.query.IndexedImage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Heat of one picture for the words of a query: as numbers for drawing, or drawn. */
@RestController
@RequestMapping("/api/v1/images/{id}")
@Tag(name = "Heatmaps")
class HeatmapController {

  private static final String WHOLE_QUERY = "all";

  /** Pixels of the overlay's longer side, as the thumbnail's. */
  private static final int SIDE = 320;

  private final SearchEngine engine;

  HeatmapController(SearchEngine engine) {
    this.engine = engine;
  }

  /**
   * The heat of all words.
   *
   * @param area what the grid covers: left, top, right, bottom in pixels of the picture; less than
   *     the picture where the model looks at a centre crop
   * @param scale how to colour it, the same for every word and picture
   * @param picture of the picture that was searched by; left out without one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Heatmap(
      String query,
      int rows,
      int columns,
      float[] area,
      HeatScale scale,
      List<WordHeat> words,
      WordHeat picture) {}

  @GetMapping("/heatmap")
  @Operation(summary = "How much every patch answers every word, as numbers")
  Heatmap heatmap(@PathVariable String id, @ParameterObject @ModelAttribute Question question) {
    return engine.use(served -> heatmap(served, id, question));
  }

  private static Heatmap heatmap(ServedIndex served, String id, Question question) {
    IndexedImage image = served.image(id);
    AskedQuery query = question.compose(served);
    Heat heat = served.heat(image, query.composed().query());
    return new Heatmap(
        query.typed(),
        heat.rows(),
        heat.columns(),
        area(served.bundle(), image),
        HeatScale.FIXED,
        WordHeat.of(query, heat),
        query.picture() == null ? null : WordHeat.picture(query, heat));
  }

  @GetMapping(path = "/heatmap.png", produces = MediaType.IMAGE_PNG_VALUE)
  @Operation(summary = "The same as a transparent overlay of the thumbnail's size")
  byte[] overlay(
      @PathVariable String id,
      @ParameterObject @ModelAttribute Question question,
      @RequestParam(name = "word", defaultValue = WHOLE_QUERY) String word) {
    return engine.use(served -> overlay(served, id, question, word));
  }

  private static byte[] overlay(ServedIndex served, String id, Question question, String word) {
    IndexedImage image = served.image(id);
    AskedQuery query = question.compose(served);
    Heat heat = served.heat(image, query.composed().query());
    float[] values = pick(word, query, heat).heat();
    float scale = Math.min(1, (float) SIDE / Math.max(image.width(), image.height()));
    float[] area = area(served.bundle(), image);
    for (int i = 0; i < area.length; i++) {
      area[i] *= scale;
    }
    return new HeatOverlay(values, heat.rows(), heat.columns(), HeatScale.FIXED, area)
        .png(
            Math.max(1, Math.round(image.width() * scale)),
            Math.max(1, Math.round(image.height() * scale)));
  }

  private static WordHeat pick(String word, AskedQuery query, Heat heat) {
    if (word.equals(WHOLE_QUERY)) {
      return WordHeat.whole(query, heat);
    }
    List<WordHeat> words = WordHeat.of(query, heat);
    for (int number = 0; number < words.size(); number++) {
      if (word.equals(Integer.toString(number))) {
        return words.get(number);
      }
    }
    throw new ResponseStatusException(
        HttpStatus.BAD_REQUEST,
        "word is '%s', expected 0 to %d or all.".formatted(word, words.size() - 1));
  }

  private static float[] area(Bundle bundle, IndexedImage image) {
    int last = bundle.gridRows() * bundle.gridColumns() - 1;
    Box first = bundle.patchBox(image.width(), image.height(), 0);
    Box bottom = bundle.patchBox(image.width(), image.height(), last);
    return new float[] {first.left(), first.top(), bottom.right(), bottom.bottom()};
  }
}
