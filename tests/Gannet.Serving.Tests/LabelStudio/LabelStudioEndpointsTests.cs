using System.Text.Json.Nodes;

namespace Gannet.Serving.Tests.LabelStudio;

/// <summary>
/// Against the payloads that Label Studio's own ML backends publish with their tests (HumanSignal/label-studio-ml-backend, mmdetection-3/test_model.py)
/// and what its server sends (label_studio/ml/api_connector.py).
/// </summary>
public class LabelStudioEndpointsTests
{
    private const string Config = """
        <View>
          <Image name="image" value="$image"/>
          <RectangleLabels name="label" toName="image">
            <Label value="Airplane" background="green"/>
            <Label value="Car" background="blue"/>
          </RectangleLabels>
        </View>
        """;

    // The published example's answer.
    private const string Expected = """
        [{"result": [{"from_name": "label", "to_name": "image", "type": "rectanglelabels",
          "value": {"rectanglelabels": ["Car"], "x": 22.946878274281822, "y": 9.788729747136433, "width": 66.54588778813681, "height": 76.81492235925462},
          "score": 0.8933283090591431}], "score": 0.8933283090591431, "model_version": "MMDetection-v0.0.1"}]
        """;

    private readonly FakeModel _model = new() { Classes = ["car", "dog"] };
    private readonly string _picture = $"data:image/png;base64,{Convert.ToBase64String(TestService.Picture(40, 30))}";

    [Fact]
    public async Task The_published_answer_has_the_members_that_ours_has()
    {
        await using var service = await TestService.StartAsync(_model);

        var results = (await Predict(service, [_picture]))["results"]!;

        RequireMembers(JsonNode.Parse(Expected)!, results);
        var region = Assert.Single(results[0]!["result"]!.AsArray())!; // the project has no label for "dog"
        Assert.Equal("Car", (string)region["value"]!["rectanglelabels"]![0]!);
        Assert.Equal((0, 0, 50, 50), ((double)region["value"]!["x"]!, (double)region["value"]!["y"]!, (double)region["value"]!["width"]!, (double)region["value"]!["height"]!));
        Assert.Equal((40, 30), ((int)region["original_width"]!, (int)region["original_height"]!));
        Assert.Equal(0.9f, (float)results[0]!["score"]!);
        Assert.Equal($"fake:{service.Catalog.Get("fake").Version}", (string)results[0]!["model_version"]!);
    }

    [Fact]
    public async Task A_backend_is_up_and_set_up_as_the_server_asks()
    {
        await using var service = await TestService.StartAsync(_model);
        Assert.Equal("""{"status":"UP","model_class":"Gannet"}""", (await TestService.JsonOf(await service.Client.GetAsync("/health"))).ToJsonString());
        var setup = new JsonObject { ["project"] = "42.1700000000", ["schema"] = Config, ["hostname"] = "http://localhost:8080", ["access_token"] = "x" };

        var answer = await TestService.JsonOf(await service.PostJsonAsync("/setup", setup.ToJsonString()));

        Assert.Equal($"fake:{service.Catalog.Get("fake").Version}", (string)answer["model_version"]!);
        Assert.Equal(200, (int)(await service.PostJsonAsync("/label-studio/fake/setup", setup.ToJsonString())).StatusCode);
        setup["schema"] = "<View></View>";
        Assert.Contains("RectangleLabels", await TestService.ProblemOf(await service.PostJsonAsync("/setup", setup.ToJsonString()), 422), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_read_costs_its_task_the_prediction_and_no_other()
    {
        await using var service = await TestService.StartAsync(_model);

        var results = (await Predict(service, ["https://s3.amazonaws.com/001bebecea382500.jpg", _picture, "data:image/png;base64,AAAA", null]))["results"]!.AsArray();

        Assert.Equal([0, 1, 0, 0], results.Select(static result => result!["result"]!.AsArray().Count));
        Assert.Equal(3, service.Log.All.Count(static line => line.Contains("no prediction", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task If_none_can_be_read_the_reason_is_told()
    {
        await using var service = await TestService.StartAsync(_model);
        using var response = await service.PostJsonAsync("/predict", Body(["https://example.org/x.jpg"]));
        Assert.Contains("nothing is fetched", await TestService.ProblemOf(response, 422), StringComparison.Ordinal);
        Assert.Empty((await Predict(service, []))["results"]!.AsArray());
    }

    [Fact]
    public async Task Many_tasks_take_few_places()
    {
        await using var service = await TestService.StartAsync(_model, static options => (options.QueueLength, options.MaxBatch) = (3, 2));
        Assert.Equal(50, (await Predict(service, [.. Enumerable.Repeat(_picture, 50)]))["results"]!.AsArray().Count(static result => result!["result"]!.AsArray().Count == 1));
    }

    [Fact]
    public async Task Several_models_have_an_address_each()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["a", "b"]) File.WriteAllText(folder.File($"{name}.safetensors"), name);
        await using var service = await TestService.StartAsync(_model, options => options.ModelFolder = folder.Path);

        var answer = await TestService.JsonOf(await service.PostJsonAsync("/label-studio/b/predict", Body([_picture])));

        Assert.StartsWith("b:", (string)answer["results"]![0]!["model_version"]!, StringComparison.Ordinal);
        await TestService.ProblemOf(await service.PostJsonAsync("/predict", Body([_picture])), 400);
        await TestService.ProblemOf(await service.PostJsonAsync("/label-studio/c/predict", Body([_picture])), 404);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"tasks\": 1, \"label_config\": \"<View/>\"}")]
    [InlineData("{\"tasks\": []}")]
    [InlineData("{\"tasks\": [], \"label_config\": 1}")]
    [InlineData("nonsense")]
    public async Task What_Label_Studio_does_not_send_is_refused(string json)
    {
        await using var service = await TestService.StartAsync(_model);
        Assert.InRange((int)(await service.PostJsonAsync("/predict", json)).StatusCode, 400, 422);
        Assert.Empty(service.Log.Errors);
    }

    private static string Body(string?[] pictures) => new JsonObject
    {
        ["tasks"] = new JsonArray([.. pictures.Select(static (picture, k) => new JsonObject { ["id"] = k, ["data"] = new JsonObject { ["image"] = picture } })]),
        ["model_version"] = "",
        ["project"] = "42.1700000000",
        ["label_config"] = Config,
        ["params"] = new JsonObject { ["login"] = null, ["password"] = null, ["context"] = null },
    }.ToJsonString();

    private static async Task<JsonNode> Predict(TestService service, string?[] pictures) => await TestService.JsonOf(await service.PostJsonAsync("/predict", Body(pictures)));

    // As Label Studio's own comparison of nested structures: every member of the example is there, with a value of the same kind.
    private static void RequireMembers(JsonNode expected, JsonNode actual)
    {
        Assert.Equal(expected.GetValueKind(), actual.GetValueKind());
        if (expected is JsonArray list) RequireMembers(list[0]!, actual.AsArray()[0]!);
        if (expected is not JsonObject members) return;
        foreach (var (name, value) in members) RequireMembers(value!, actual[name]!);
    }
}
