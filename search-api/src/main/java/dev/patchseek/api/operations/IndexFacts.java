package dev.patchseek.api.operations;

import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.encoder.bundle.Bundle;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/** Which model and which index this service has. */
@Component
final class IndexFacts implements InfoContributor {

  private final SearchEngine engine;

  IndexFacts(SearchEngine engine) {
    this.engine = engine;
  }

  @Override
  public void contribute(Info.Builder builder) {
    engine.use(
        served -> {
          Bundle bundle = served.bundle();
          builder.withDetail(
              "model",
              Map.of(
                  "name", bundle.name(), "fingerprint", bundle.fingerprint(), "dim", bundle.dim()));
          return builder.withDetail("index", Map.of("images", served.size()));
        });
  }
}
