package dev.patchseek.api;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Wires the service. Its model and index come from {@link SearchServer}. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableScheduling
class SearchApplication {}
