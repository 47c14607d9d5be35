package dev.patchseek.api.operations;

import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.api.engine.ServedIndex;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready is who can read a query and the index. */
@Component("index")
final class IndexHealth implements HealthIndicator {

  private final SearchEngine engine;

  IndexHealth(SearchEngine engine) {
    this.engine = engine;
  }

  @Override
  public Health health() {
    try {
      engine.tryOut();
      return Health.up().withDetail("images", engine.use(ServedIndex::size)).build();
    } catch (RuntimeException e) {
      return Health.outOfService().withException(e).build();
    }
  }
}
