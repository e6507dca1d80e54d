using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Gannet.Serving.Tests.OpenInference;

/// <summary>
/// Against "Open Inference Protocol, HTTP/REST" (kserve/open-inference-protocol, inference_rest.md): the members of each answer, and the published
/// request with our input in it.
/// </summary>
public class InferenceEndpointsTests
{
    private const string Infer = "/v2/models/fake/infer";

    private static readonly string s_picture = Convert.ToBase64String(TestService.Picture(40, 30));

    [Fact]
    public async Task Server_and_model_describe_themselves()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var version = service.Catalog.Get("fake").Version;

        var server = await Get(service, "/v2");
        Assert.Equal(["name", "version", "extensions"], Members(server));
        Assert.True((bool)(await Get(service, "/v2/health/live"))["live"]!);
        Assert.True((bool)(await Get(service, "/v2/health/ready"))["ready"]!);
        foreach (var path in (string[])["/v2/models/fake", $"/v2/models/fake/versions/{version}"])
        {
            var model = await Get(service, path);
            Assert.Equal(["name", "versions", "platform", "inputs", "outputs"], Members(model));
            Assert.Equal(("fake", version), ((string)model["name"]!, (string)model["versions"]![0]!));
            Assert.Equal("""[{"name":"image","datatype":"BYTES","shape":[-1]}]""", model["inputs"]!.ToJsonString());
            Assert.Equal(["boxes", "scores", "labels", "counts"], model["outputs"]!.AsArray().Select(static output => (string)output!["name"]!));
            Assert.Equal("""{"name":"fake","ready":true}""", (await Get(service, $"{path}/ready")).ToJsonString());
        }
    }

    [Fact]
    public async Task The_published_request_is_answered_as_published()
    {
        await using var service = await TestService.StartAsync(new FakeModel());

        // The example's "outputs" ask for one of several.
        var answer = await Ask(service, $$"""
            {
              "id" : "42",
              "inputs" : [
                {
                  "name" : "image",
                  "shape" : [ 1 ],
                  "datatype" : "BYTES",
                  "data" : [ "{{s_picture}}" ]
                }
              ],
              "outputs" : [
                {
                  "name" : "boxes"
                }
              ]
            }
            """);

        Assert.Equal("42", (string)answer["id"]!);
        Assert.Equal("fake", (string)answer["model_name"]!);
        Assert.Equal(service.Catalog.Get("fake").Version, (string)answer["model_version"]!);
        Assert.Equal("""[{"name":"boxes","datatype":"FP32","shape":[2,4],"data":[0,0,20,15,10,7.5,40,30]}]""", answer["outputs"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_outputs_and_id_all_outputs_come_and_no_id()
    {
        await using var service = await TestService.StartAsync(new FakeModel());

        var answer = await Ask(service, Request("BYTES", "[1]", $"""["{s_picture}"]""", """ "parameters": {"score": 0.1, "other": "x"} """));

        Assert.Null(answer["id"]);
        Assert.Equal("[0,0,20,15,10,7.5,40,30,1,1,2,2]", Data(answer, "boxes"));
        Assert.Equal("[0.9,0.6,0.2]", Data(answer, "scores"));
        Assert.Equal("[0,1,0]", Data(answer, "labels"));
        Assert.Equal("[3]", Data(answer, "counts"));
    }

    [Theory]
    [InlineData("[2, 2, 3]", "[1,2,3, 4,5,6, 7,8,9, 10,11,12]", "[1]")]
    [InlineData("[2, 2, 3]", "[[[1,2,3],[4,5,6]],[[7,8,9],[10,11,255]]]", "[1]")]
    [InlineData("[2, 1, 1, 3]", "[[[[1,2,3]]],[[[4,5,6]]]]", "[1,1]")]
    public async Task Pixels_are_flat_or_nested(string shape, string data, string counts)
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        Assert.Equal(counts, Data(await Ask(service, Request("UINT8", shape, data, """ "parameters": {"score": 0.7} """)), "counts"));
    }

    [Fact]
    public async Task Several_pictures_come_with_the_number_of_objects_in_each()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var small = Convert.ToBase64String(TestService.Picture(8, 8)).Replace("/", "\\/", StringComparison.Ordinal); // an escape that JSON allows

        var answer = await Ask(service, Request("BYTES", "[2, 1]", $"""[["{s_picture}"], ["{small}"]]"""));

        Assert.Equal("[2,2]", Data(answer, "counts"));
        Assert.Equal("[0,0,20,15,10,7.5,40,30,0,0,4,4,2,2,8,8]", Data(answer, "boxes"));
    }

    // Triton's extension: JSON, then the tensors. Its clients send pictures so unless they are told otherwise.
    [Fact]
    public async Task Tensors_may_be_binary_in_both_directions()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var picture = TestService.Picture(40, 30);
        var tensor = new byte[4 + picture.Length];
        BinaryPrimitives.WriteInt32LittleEndian(tensor, picture.Length);
        picture.CopyTo(tensor, 4);
        var json = Encoding.UTF8.GetBytes($$"""
            {"inputs": [{"name": "image", "shape": [1], "datatype": "BYTES", "parameters": {"binary_data_size": {{tensor.Length}} } }],
             "outputs": [{"name": "scores", "parameters": {"binary_data": true} }, {"name": "labels"}, {"name": "boxes", "parameters": {"binary_data": true} }]}
            """);

        using var response = await AskBinary(service, [.. json, .. tensor], json.Length);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var length = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single(), System.Globalization.CultureInfo.InvariantCulture);
        var outputs = JsonNode.Parse(bytes.AsSpan(0, length))!["outputs"]!.AsArray();
        Assert.Equal(["scores", "labels", "boxes"], outputs.Select(static output => (string)output!["name"]!));
        Assert.Equal([8, 32], outputs.Where(static output => output!["data"] is null).Select(static output => (int)output!["parameters"]!["binary_data_size"]!));
        Assert.Equal([0.9f, 0.6f, 0, 0, 20, 15, 10, 7.5f, 40, 30], MemoryMarshal.Cast<byte, float>(bytes.AsSpan(length)).ToArray());
    }

    [Fact]
    public async Task Binary_pixels_are_taken_and_all_outputs_can_be_binary()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var json = Encoding.UTF8.GetBytes("""
            {"parameters": {"binary_data_output": true}, "inputs": [{"name": "image", "shape": [2, 4, 3], "datatype": "UINT8", "parameters": {"binary_data_size": 24}}]}
            """);

        using var response = await AskBinary(service, [.. json, .. new byte[24]], json.Length);

        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(2 * 16 + 2 * 4 + 2 * 8 + 8, bytes.Length - int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single(), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("{}", "inputs")]
    [InlineData("[]", "object")]
    [InlineData("{\"inputs\": []}", "empty")]
    [InlineData("{\"inputs\": [1]}", "no object")]
    [InlineData("{\"inputs\": [{\"name\": \"input0\", \"shape\": [2, 2], \"datatype\": \"UINT32\", \"data\": [1, 2, 3, 4]}]}", "input0")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [1], \"datatype\": \"FP32\", \"data\": [1]}]}", "FP32")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"datatype\": \"BYTES\", \"data\": [\"\"]}]}", "shape")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [1], \"datatype\": \"BYTES\"}]}", "no data")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [2], \"datatype\": \"BYTES\", \"data\": [\"AAAA\"]}]}", "2 pictures")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"%\"]}]}", "base64")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [1]}]}", "base64")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [0, 1, 3], \"datatype\": \"UINT8\", \"data\": []}]}", "positive")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [1, 1, 4], \"datatype\": \"UINT8\", \"data\": [1, 2, 3, 4]}]}", "[height, width, 3]")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [1, 1, 3], \"datatype\": \"UINT8\", \"data\": [1, 2, 256]}]}", "0 to 255")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [1, 1, 3], \"datatype\": \"UINT8\", \"data\": [1, 2]}]}", "3 numbers")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [1, 1, 3], \"datatype\": \"UINT8\", \"data\": [1, 2, 3, 4]}]}", "3 numbers")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [33, 1, 1, 3], \"datatype\": \"UINT8\", \"data\": [1]}]}", "send fewer")]
    [InlineData("{\"inputs\": [{\"name\": \"image\", \"shape\": [1], \"datatype\": \"BYTES\", \"parameters\": {\"binary_data_size\": 4}}]}", "claims 4 of 0")]
    [InlineData("{\"inputs\": [", "JSON")]
    [InlineData("not json", "JSON")]
    public async Task A_wrong_request_is_400_with_the_protocols_error(string json, string words)
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        using var response = await service.PostJsonAsync(Infer, json);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains(words, await TestService.ProblemOf(response, 400), StringComparison.Ordinal);
        Assert.Equal((string)JsonNode.Parse(text)!["detail"]!, (string)JsonNode.Parse(text)!["error"]!);
        Assert.Empty(service.Log.Errors);
    }

    [Theory]
    [InlineData("[1, 9223372036854775807, 3]")]
    [InlineData("[4294967296, 4294967296, 3]")]
    [InlineData("[100000, 100000, 3]")]
    public async Task A_huge_shape_is_413_before_its_memory_is_taken(string shape)
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        await TestService.ProblemOf(await service.PostJsonAsync(Infer, Request("UINT8", shape, "[1]")), 413);
    }

    [Fact]
    public async Task Unknown_models_versions_and_outputs_are_refused()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var request = Request("BYTES", "[1]", $"""["{s_picture}"]""");

        foreach (var path in (string[])["/v2/models/none", "/v2/models/fake/versions/7", "/v2/models/none/ready"])
            await TestService.ProblemOf(await service.Client.GetAsync(path), 404);
        await TestService.ProblemOf(await service.PostJsonAsync("/v2/models/none/infer", request), 404);
        await TestService.ProblemOf(await service.PostJsonAsync("/v2/models/fake/versions/7/infer", request), 404);
        var unknown = Request("BYTES", "[1]", $"""["{s_picture}"]""", """ "outputs": [{"name": "output0"}] """);
        Assert.Contains("output0", await TestService.ProblemOf(await service.PostJsonAsync(Infer, unknown), 400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_picture_too_many_for_the_queue_frees_the_others()
    {
        var model = new FakeModel();
        await using var service = await TestService.StartAsync(model, static options => options.QueueLength = 3);
        model.Close();
        var first = service.DetectAsync(TestService.Picture());
        await model.Begun.WaitAsync();

        using (var refused = await service.PostJsonAsync(Infer, Request("UINT8", "[3, 1, 1, 3]", "[1,2,3,4,5,6,7,8,9]"))) await TestService.ProblemOf(refused, 503);
        Assert.Equal(1, service.Catalog.Get("fake").Queue.Places);
        model.Open();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
    }

    private static string Request(string datatype, string shape, string data, string more = "") =>
        $$"""{"inputs": [{"data": {{data}}, "name": "image", "shape": {{shape}}, "datatype": "{{datatype}}"}]{{(more.Length > 0 ? "," : "")}}{{more}}}""";

    private static async Task<JsonNode> Ask(TestService service, string json) => await TestService.JsonOf(await service.PostJsonAsync(Infer, json));

    private static Task<HttpResponseMessage> AskBinary(TestService service, byte[] body, int jsonLength)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Infer) { Content = new ByteArrayContent(body) };
        request.Headers.Add("Inference-Header-Content-Length", $"{jsonLength}");
        return service.Client.SendAsync(request);
    }

    private static async Task<JsonNode> Get(TestService service, string path) => await TestService.JsonOf(await service.Client.GetAsync(path));

    private static IEnumerable<string> Members(JsonNode node) => node.AsObject().Select(static member => member.Key);

    private static string Data(JsonNode answer, string output) =>
        answer["outputs"]!.AsArray().Single(node => (string)node!["name"]! == output)!["data"]!.ToJsonString();
}
