using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Gannet.Serving.Tests.Security;

public class ApiKeysTests
{
    private static readonly byte[] s_picture = TestService.Picture();

    [Theory]
    [InlineData("Authorization", "Bearer second", 200)]
    [InlineData("Authorization", "bearer  first", 200)]
    [InlineData("X-API-Key", "first", 200)]
    [InlineData("Authorization", "Basic dXNlcjpmaXJzdA==", 200)] // user:first
    [InlineData("Authorization", "Basic OmZpcnN0", 200)] // :first
    [InlineData("X-API-Key", "First", 401)]
    [InlineData("X-API-Key", "firs", 401)]
    [InlineData("X-API-Key", "", 401)]
    [InlineData("Authorization", "Bearer", 401)]
    [InlineData("Authorization", "first", 401)]
    [InlineData("Authorization", "Basic first", 401)]
    [InlineData("Authorization", "Basic Zmlyc3Q=", 401)] // no colon
    [InlineData("Authorization", "Digest first", 401)]
    [InlineData("Cookie", "key=first", 401)]
    public async Task One_of_the_keys_is_wanted(string header, string value, int status)
    {
        await using var service = await TestService.StartAsync(new FakeModel(), static options =>
        {
            options.ApiKeys.Add("first");
            options.ApiKeys.Add("second");
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/detect") { Content = new ByteArrayContent(s_picture) };
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await service.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 401) Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Only_the_page_its_description_and_health_checks_are_open()
    {
        await using var service = await TestService.StartAsync(new FakeModel(), static options => options.ApiKeys.Add("first"));
        string[] open = ["/", "/openapi.json", "/v2/health/live", "/v2/health/ready", "/health", "/label-studio/fake/health"];
        string[] closed = ["/metrics", "/v1/models", "/v2", "/v2/models/fake", "/v2/models/fake/ready", "/v2/models/fake/versions/1"];

        foreach (var path in open) Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync(path)).StatusCode);
        foreach (var path in closed) await TestService.ProblemOf(await service.Client.GetAsync(path), 401);
        foreach (var path in (string[])["/v1/detect", "/predict", "/setup", "/v2/models/fake/infer", "/label-studio/fake/predict"])
            await TestService.ProblemOf(await service.PostJsonAsync(path, "{}"), 401);
    }

    [Fact]
    public async Task Without_keys_nobody_is_asked_for_one()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("a:b")));

        Assert.Equal(HttpStatusCode.OK, (await service.Client.SendAsync(request)).StatusCode);
    }
}
