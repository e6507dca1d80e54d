namespace Gannet.Serving.Tests;

public class ServingOptionsTests
{
    public static TheoryData<string, Action<ServingOptions>> Mistakes => new()
    {
        { "Models", static o => o.Models.Clear() },
        { "Score", static o => o.Score = float.NaN },
        { "Score", static o => o.Score = 1.01f },
        { "MaxBatch", static o => o.MaxBatch = 0 },
        { "MaxWait", static o => o.MaxWait = TimeSpan.FromMilliseconds(-1) },
        { "QueueLength", static o => o.QueueLength = 0 },
        { "Deadline", static o => o.Deadline = TimeSpan.Zero },
        { "WatchInterval", static o => o.WatchInterval = TimeSpan.Zero },
        { "MaxBodyBytes", static o => o.MaxBodyBytes = 0 },
        { "MaxPixels", static o => o.MaxPixels = 1L << 40 },
        { "MaxDecoding", static o => o.MaxDecoding = 0 },
        { "MaxPendingBytes", static o => o.MaxPendingBytes = 1 },
        { "ApiKeys", static o => o.ApiKeys.Add(" key") },
        { "ApiKeys", static o => o.ApiKeys.Add("") },
        { "CorsOrigins", static o => o.CorsOrigins.Add("https://example.org/path") },
        { "CorsOrigins", static o => o.CorsOrigins.Add("*") },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void A_value_out_of_range_is_named(string key, Action<ServingOptions> change)
    {
        var options = new ServingOptions { Models = { "model.safetensors" } };
        options.Validate();
        change(options);

        var error = Assert.Throws<InvalidOptionException>(options.Validate);

        Assert.Equal(key, error.Key);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_with_a_wrong_option_does_not_start() =>
        await Assert.ThrowsAsync<InvalidOptionException>(() => TestService.StartAsync(new FakeModel(), static options => options.MaxBatch = 0));
}
