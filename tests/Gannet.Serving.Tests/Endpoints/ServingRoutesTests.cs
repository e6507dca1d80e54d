using System.Text.Json.Nodes;
using Gannet.Serving.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gannet.Serving.Tests.Endpoints;

public class ServingRoutesTests
{
    [Fact]
    public async Task OpenAPI_describes_every_route_and_no_other()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var document = await TestService.JsonOf(await service.Client.GetAsync("/openapi.json"));
        var described = document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));
        var routes = service.Services.GetRequiredService<ServingRoutes>().All.ToList();

        Assert.StartsWith("3.1.", (string)document["openapi"]!, StringComparison.Ordinal);
        Assert.Equal(routes.Select(static route => $"{route.Method} {route.Pattern}").Order(), described.Order());
        foreach (var route in routes)
        {
            var operation = document["paths"]![route.Pattern]![route.Method == "GET" ? "get" : "post"]!;
            Assert.Equal(route.IsOpen, operation["security"] is JsonArray { Count: 0 });
            Assert.Equal(route.Pattern.Split('{').Length - 1, operation["parameters"]?.AsArray().Count(static p => (string)p!["in"]! == "path") ?? 0);
        }
    }

    [Fact]
    public async Task Every_reference_in_the_document_leads_somewhere()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var document = await TestService.JsonOf(await service.Client.GetAsync("/openapi.json"));
        var schemas = document["components"]!["schemas"]!.AsObject().Select(static schema => schema.Key).ToHashSet();

        Assert.All(References(document), reference => Assert.Contains(reference.Replace("#/components/schemas/", "", StringComparison.Ordinal), schemas));
    }

    // A program with routes of its own puts the service where it likes.
    [Fact]
    public async Task Routes_can_be_mapped_below_a_prefix()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("fake.safetensors"), "");
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddGannet(options =>
        {
            options.Models.Add(folder.File("fake.safetensors"));
            options.LoadModel = static _ => new FakeModel();
        });
        await using var app = builder.Build();
        app.MapGroup("/eyes").MapGannet();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };

        Assert.Contains("Gannet", await client.GetStringAsync("/eyes"), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await client.PostAsync("/eyes/v1/detect", new ByteArrayContent(TestService.Picture()))).StatusCode);
        Assert.Equal(404, (int)(await client.GetAsync("/v1/models")).StatusCode);
    }

    [Fact]
    public async Task Without_AddGannet_the_message_says_what_to_call()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        await using var app = builder.Build();
        Assert.Contains("AddGannet", Assert.Throws<InvalidOperationException>(() => app.MapGannet()).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static member => member.Key == "$ref" ? [(string)member.Value!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
