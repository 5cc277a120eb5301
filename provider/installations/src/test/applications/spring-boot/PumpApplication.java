package com.example;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who asks, and on what kind of thread. */
@SpringBootApplication
@RestController
public class PumpApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(PumpApplication.class, arguments);
    }

    @GetMapping("/")
    String hello(HttpServletRequest request) {
        X509Certificate[] client =
                (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
        return "hello " + client[0].getSubjectX500Principal().getName() + " on " + Thread.currentThread();
    }
}
