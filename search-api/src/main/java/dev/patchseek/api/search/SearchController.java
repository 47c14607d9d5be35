package dev.patchseek.api.search;

import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.api.engine.ServedIndex;
import dev.patchseek.api.query.AskedQuery;
import dev.patchseek.indexer.query.SearchResult;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Words or a picture in, ranked pictures out. */
@RestController
@RequestMapping("/api/v1/search")
@Tag(name = "Search")
class SearchController {

  private final SearchEngine engine;

  SearchController(SearchEngine engine) {
    this.engine = engine;
  }

  @GetMapping
  @Operation(summary = "Search by words, by an indexed picture, by a region of one, or by both")
  SearchAnswer search(@ParameterObject @ModelAttribute SearchParameters parameters) {
    return engine.search(served -> answer(served, parameters));
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "The same as JSON")
  SearchAnswer searchByJson(@RequestBody SearchParameters parameters) {
    return engine.search(served -> answer(served, parameters));
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(
      summary = "Search by an uploaded picture",
      description = "The answer names the picture, so that pages and regions need no new upload.")
  SearchAnswer searchByUpload(
      @ParameterObject @ModelAttribute SearchParameters parameters,
      @RequestPart("file") MultipartFile file)
      throws IOException {
    byte[] picture = file.getBytes();
    return engine.search(
        served ->
            answer(served, parameters.byPicture(served.keep(picture, "the uploaded picture"))));
  }

  /** Asks the index what the parameters say. */
  static SearchAnswer answer(ServedIndex served, SearchParameters parameters) {
    long started = System.nanoTime();
    AskedQuery query = parameters.question().compose(served);
    SearchResult result = served.search(parameters.request(query.composed().query()));
    return new AnswerWriter(served.bundle(), query).answer(parameters, result, started);
  }
}
