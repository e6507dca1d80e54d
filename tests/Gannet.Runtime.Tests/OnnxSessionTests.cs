using Gannet.Runtime.Format;
using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests;

public sealed class OnnxSessionTests
{
    [Fact]
    public void It_says_what_goes_in_and_comes_out()
    {
        var graph = Layer();
        graph.Model.MetadataProps.Add(new StringStringEntryProto { Key = "classes", Value = "cell" });
        using var session = OnnxSession.Load(graph.Bytes);
        Assert.Equal("x: Float[x0, x1, x2, x3]", Assert.Single(session.Inputs).ToString());
        Assert.Equal("y: Float[…]", Assert.Single(session.Outputs).ToString());
        Assert.Equal("cell", session.Metadata["classes"]);
    }

    [Fact]
    public void It_loads_from_a_file_and_from_a_stream()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "layer.onnx");
        File.WriteAllBytes(path, Layer().Bytes);
        using var stream = File.OpenRead(path);
        using OnnxSession fromFile = OnnxSession.Load(path), fromStream = OnnxSession.Load(stream);
        var inputs = Layer().Inputs;
        Assert.Equal(fromFile.Run(inputs)["y"].ToArray<float>(), fromStream.Run(inputs)["y"].ToArray<float>());
    }

    [Fact]
    public async Task Concurrent_runs_give_what_single_runs_give()
    {
        var graph = Layer();
        using var session = OnnxSession.Load(graph.Bytes);
        Dictionary<string, OnnxTensor>[] inputs = [.. Enumerable.Range(0, 16).Select(static k => new Dictionary<string, OnnxTensor> { ["x"] = Floats(k, 1, 3, 20 + k, 31) })];
        var alone = inputs.Select(input => session.Run(input)["y"].ToArray<float>()).ToArray();
        var together = await Task.WhenAll(inputs.Select(input => Task.Run(() => session.Run(input)["y"].ToArray<float>())));
        for (var k = 0; k < alone.Length; k++) Assert.Equal(alone[k], together[k]);
    }

    [Fact]
    public void A_cancelled_run_stops()
    {
        using var session = OnnxSession.Load(Layer().Bytes);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => session.Run(Layer().Inputs, cancellation.Token));
    }

    [Fact]
    public void A_run_can_be_cancelled_within_a_loop()
    {
        using var session = OnnxSession.Load(Operators.Control.LoopTests.Endless().Bytes);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => session.Run(Operators.Control.LoopTests.Endless().Inputs, cancellation.Token));
    }

    [Fact]
    public void A_disposed_session_does_not_run()
    {
        var session = OnnxSession.Load(Layer().Bytes);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Run(Layer().Inputs));
    }

    [Fact]
    public void Wrong_inputs_are_named()
    {
        using var session = OnnxSession.Load(Layer().Bytes);
        AssertNames("'x' is missing", []);
        AssertNames("no input 'z'", new() { ["x"] = Floats(1, 1, 3, 9, 9), ["z"] = Floats(1, 1) });
        AssertNames("'x' is Float[3, 9, 9]", new() { ["x"] = Floats(1, 3, 9, 9) });
        AssertNames("'x' is Int64[1, 3, 9, 9]", new() { ["x"] = Integers(1, 0, 9, 1, 3, 9, 9) });

        void AssertNames(string part, Dictionary<string, OnnxTensor> inputs) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(() => session.Run(inputs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_that_does_not_fit_its_inputs_names_the_node()
    {
        using var session = OnnxSession.Load(Layer().Bytes);
        var message = Assert.Throws<InvalidDataException>(() => session.Run(new Dictionary<string, OnnxTensor> { ["x"] = Floats(1, 1, 4, 9, 9) })).Message;
        Assert.Equal("the ONNX graph: node 'conv' (Conv): the input Float[1, 4, 9, 9] should have 3 channels", message);
    }

    private static SmallGraph Layer() => new SmallGraph().Input("x", Floats(1, 1, 3, 9, 13)).Constant("w", Floats(2, 32, 3, 3, 3)).Constant("b", Floats(3, 32))
        .Node("Conv", ["x", "w", "b"], ["sums"], ("pads", new[] { 1, 1, 1, 1 })).Node("Relu", ["sums"], ["y"]).Output("y");
}
