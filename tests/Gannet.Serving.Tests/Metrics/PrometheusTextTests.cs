using System.Text.RegularExpressions;

namespace Gannet.Serving.Tests.Metrics;

public partial class PrometheusTextTests
{
    [Fact]
    public async Task What_was_asked_is_counted()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        for (var k = 0; k < 3; k++) await service.DetectedAsync(TestService.Picture());
        await service.DetectAsync("no picture"u8.ToArray());

        using var response = await service.Client.GetAsync("/metrics");

        Assert.StartsWith("text/plain; version=0.0.4", response.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        var text = await response.Content.ReadAsStringAsync();
        Assert.All(text.TrimEnd('\n').Split('\n'), static line => Assert.Matches(Line(), line));
        string[] lines =
        [
            """gannet_requests_total{route="/v1/detect",status="200"} 3""", """gannet_requests_total{route="/v1/detect",status="415"} 1""",
            """gannet_pictures_total{model="fake"} 3""", """gannet_batch_duration_seconds_count{model="fake"} 3""",
            """gannet_request_duration_seconds_count{route="/v1/detect"} 4""", """gannet_queue_places{model="fake"} 0""", "gannet_pending_bytes 0",
            "# TYPE gannet_request_duration_seconds histogram", "# TYPE gannet_requests_total counter", "# TYPE gannet_queue_places gauge",
        ];
        foreach (var line in lines) Assert.Contains(line, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buckets_add_up()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        for (var k = 0; k < 5; k++) await service.DetectedAsync(TestService.Picture());

        var text = await service.Client.GetStringAsync("/metrics");

        var buckets = Bucket().Matches(text).Select(static match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(14, buckets.Count);
        Assert.Equal(buckets.Order(), buckets);
        Assert.Equal(5, buckets[^1]);
    }

    [Fact]
    public async Task A_client_cannot_add_series()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        for (var k = 0; k < 20; k++) await service.Client.GetAsync($"/v2/models/model{k}");

        var text = await service.Client.GetStringAsync("/metrics");

        Assert.Contains("""gannet_requests_total{route="/v2/models/{name}",status="404"} 20""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("model7", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(# (HELP|TYPE) \w+ .+|\w+(\{[^ ]*\})? -?[\d.]+(E-?\d+)?)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"gannet_batch_duration_seconds_bucket\{model=""fake"",le=""[^""]+""\} (\d+)")]
    private static partial Regex Bucket();
}
