package dev.patchseek.api;

import dev.patchseek.api.problem.ProblemValve;
import dev.patchseek.api.security.BodyValve;
import dev.patchseek.api.settings.ServiceSettings;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Wires the service. Its settings come from {@link SearchServer}. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableScheduling
class SearchApplication {

  /** Twenty hits with all their matches; every open connection keeps a buffer of this. */
  private static final String ANSWER_BYTES = Integer.toString(32 * 1024);

  @Bean
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
    return factory ->
        factory.addContextCustomizers(
            context ->
                ((StandardHost) context.getParent())
                    .setErrorReportValveClass(ProblemValve.class.getName()));
  }

  @Bean
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedBodies(
      ServiceSettings settings, @Value("${server.tomcat.threads.max}") int threads) {
    return factory ->
        factory.addEngineValves(new BodyValve(threads / 2, settings.uploadPatience()));
  }

  /** An answer leaves in few pieces: each is a system call, and wakes whoever reads it. */
  @Bean
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> wholeAnswers() {
    return factory ->
        factory.addConnectorCustomizers(
            connector -> connector.setProperty("socket.appWriteBufSize", ANSWER_BYTES));
  }
}
