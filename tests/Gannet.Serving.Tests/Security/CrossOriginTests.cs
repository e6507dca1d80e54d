using System.Net;

namespace Gannet.Serving.Tests.Security;

public class CrossOriginTests
{
    private const string Friend = "https://example.org";

    [Fact]
    public async Task Nothing_is_allowed_by_default()
    {
        await using var service = await TestService.StartAsync(new FakeModel());

        using var read = await Ask(service, HttpMethod.Get, Friend);
        Assert.False(read.Headers.Contains("Access-Control-Allow-Origin"));
        using var question = await Ask(service, HttpMethod.Options, Friend);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, question.StatusCode);
        using var crossSite = await Ask(service, HttpMethod.Get, Friend, ("Sec-Fetch-Site", "cross-site"));
        Assert.Contains("other sites", await TestService.ProblemOf(crossSite, 403), StringComparison.Ordinal);
        using var link = await Ask(service, HttpMethod.Get, null, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"));
        Assert.Equal(HttpStatusCode.OK, link.StatusCode);
    }

    [Fact]
    public async Task A_named_origin_may_ask_and_no_other()
    {
        await using var service = await TestService.StartAsync(new FakeModel(), static options =>
        {
            options.CorsOrigins.Add(Friend);
            options.ApiKeys.Add("key");
        });

        using var read = await Ask(service, HttpMethod.Get, Friend, ("Sec-Fetch-Site", "cross-site"), ("X-API-Key", "key"));
        Assert.Equal((HttpStatusCode.OK, Friend), (read.StatusCode, read.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        using var question = await Ask(service, HttpMethod.Options, Friend, ("Access-Control-Request-Method", "GET"));
        Assert.Equal(HttpStatusCode.NoContent, question.StatusCode);
        Assert.Contains("Authorization", question.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.Equal(Friend, question.Headers.GetValues("Access-Control-Allow-Origin").Single());
        foreach (var other in (string[])["https://example.org.evil.net", "http://example.org", "null"])
        {
            using var refused = await Ask(service, HttpMethod.Get, other, ("X-API-Key", "key"));
            Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.Equal("Origin", refused.Headers.Vary.Single());
        }

        // A refusal can be read, too: the page shows why.
        using var noKey = await Ask(service, HttpMethod.Get, Friend);
        await TestService.ProblemOf(noKey, 401);
        Assert.Equal(Friend, noKey.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    private static Task<HttpResponseMessage> Ask(TestService service, HttpMethod method, string? origin, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, "/v1/models");
        if (origin is not null) request.Headers.Add("Origin", origin);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return service.Client.SendAsync(request);
    }
}
