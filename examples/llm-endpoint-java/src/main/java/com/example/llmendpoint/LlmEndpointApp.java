package com.example.llmendpoint;

import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;

public final class LlmEndpointApp {
    private LlmEndpointApp() {
    }

    public static void main(final String[] args) {
        final App app = new App();
        new LlmEndpointStack(app, "LlmEndpoint", StackProps.builder()
            .env(Environment.builder().region("eu-central-1").build())
            .build());
        app.synth();
    }
}
