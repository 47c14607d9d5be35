package dev.patchseek.api.heatmap;

import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.image.HeatOverlay;
import dev.patchseek.data.image.HeatScale;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.query.Heat;
import dev.patchseek.indexer.query.IndexedImage;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Heat of one picture for the words of a query: as numbers for drawing, or drawn. */
@RestController
@RequestMapping("/api/v1/images/{id}")
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
   */
  record Heatmap(
      String query, int rows, int columns, float[] area, HeatScale scale, List<WordHeat> words) {}

  @GetMapping("/heatmap")
  Heatmap heatmap(@PathVariable String id, @RequestParam("q") String query) {
    IndexedImage image = engine.image(id);
    TokenEmbeddings embeddings = engine.embed(query);
    Heat heat = engine.heat(image, embeddings);
    return new Heatmap(
        query,
        heat.rows(),
        heat.columns(),
        area(image, heat),
        HeatScale.FIXED,
        WordHeat.of(embeddings, heat));
  }

  @GetMapping(path = "/heatmap.png", produces = MediaType.IMAGE_PNG_VALUE)
  byte[] overlay(
      @PathVariable String id,
      @RequestParam("q") String query,
      @RequestParam(name = "word", defaultValue = WHOLE_QUERY) String word) {
    IndexedImage image = engine.image(id);
    TokenEmbeddings embeddings = engine.embed(query);
    Heat heat = engine.heat(image, embeddings);
    float[] values = pick(word, embeddings, heat).heat();
    float scale = Math.min(1, (float) SIDE / Math.max(image.width(), image.height()));
    float[] area = area(image, heat);
    for (int i = 0; i < area.length; i++) {
      area[i] *= scale;
    }
    return new HeatOverlay(values, heat.rows(), heat.columns(), HeatScale.FIXED, area)
        .png(
            Math.max(1, Math.round(image.width() * scale)),
            Math.max(1, Math.round(image.height() * scale)));
  }

  private static WordHeat pick(String word, TokenEmbeddings embeddings, Heat heat) {
    if (word.equals(WHOLE_QUERY)) {
      return WordHeat.whole(embeddings, heat);
    }
    List<WordHeat> words = WordHeat.of(embeddings, heat);
    for (int number = 0; number < words.size(); number++) {
      if (word.equals(Integer.toString(number))) {
        return words.get(number);
      }
    }
    throw new ResponseStatusException(
        HttpStatus.BAD_REQUEST,
        "word is '%s', expected 0 to %d or all.".formatted(word, words.size() - 1));
  }

  private float[] area(IndexedImage image, Heat heat) {
    int last = heat.rows() * heat.columns() - 1;
    Box first = engine.bundle().patchBox(image.width(), image.height(), 0);
    Box bottom = engine.bundle().patchBox(image.width(), image.height(), last);
    return new float[] {first.left(), first.top(), bottom.right(), bottom.bottom()};
  }
}
