package io.molt.proxy.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** A test of an official client, once per way to the scripted upstream; all such tests share the ways. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(OnEveryRoute.Routes.class)
@interface OnEveryRoute {

    /** They end with the last test. */
    final class Routes implements ArgumentsProvider {

        private static SdkRoutes open() {
            try {
                return new SdkRoutes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            SdkRoutes routes = context.getRoot()
                    .getStore(Namespace.create(Routes.class))
                    .getOrComputeIfAbsent(SdkRoutes.class, unseen -> open(), SdkRoutes.class);
            return routes.all().stream().map(Arguments::of);
        }
    }
}
