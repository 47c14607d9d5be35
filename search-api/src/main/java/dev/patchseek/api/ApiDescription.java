package dev.patchseek.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code /v3/api-docs} and the readable page at {@code /docs} say of the whole. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("PatchSeek")
                .version("v1")
                .description(
                    "Search pictures with words, and see which patch answered which word. Errors"
                        + " are problem details (RFC 9457)."))
        // whatever name the service is reached by
        .servers(List.of(new Server().url("/")));
  }
}
