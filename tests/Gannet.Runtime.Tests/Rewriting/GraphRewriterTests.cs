using Gannet.Kernels.Convolution;
using Gannet.Runtime.Format;
using Gannet.Runtime.Graphs;
using Gannet.Runtime.Rewriting;
using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Rewriting;

public sealed class GraphRewriterTests
{
    [Fact]
    public void A_residual_block_becomes_two_convolutions()
    {
        var graph = Block();
        var nodes = Rewritten(graph);
        Assert.Equal(["Conv", "Conv"], nodes.Select(static node => node.OpType));
        Assert.Equal([OutputActivation.Relu, OutputActivation.Relu], nodes.Select(static node => node.Activation));
        Assert.Equal(["", "x"], nodes.Select(static node => node.MergedInput));
        Oracle.AssertSame(graph, 5e-5);
    }

    [Fact]
    public void Constant_factors_and_offsets_of_channels_go_into_weights()
    {
        var graph = new SmallGraph().Input("x", Floats(1, 1, 4, 6, 6)).Constant("w", Floats(2, 5, 4, 3, 3)).Constant("f", Floats(3, 1, 5, 1, 1)).Constant("o", Floats(4, 5, 1, 1))
            .Node("Conv", ["x", "w"], ["sums"]).Node("Mul", ["f", "sums"], ["scaled"]).Node("Add", ["scaled", "o"], ["y"]).Output("y");
        Assert.Equal(["Conv"], Rewritten(graph).Select(static node => node.OpType));
        Oracle.AssertSame(graph);
    }

    [Fact]
    public void A_value_that_others_see_is_kept()
    {
        var graph = new SmallGraph().Input("x", Floats(1, 1, 4, 6, 6)).Constant("w", Floats(2, 5, 4, 3, 3)).Node("Conv", ["x", "w"], ["sums"]).Node("Relu", ["sums"], ["y"]).Output("y").Output("sums");
        Assert.Equal(["Conv", "Relu"], Rewritten(graph).Select(static node => node.OpType));
        Oracle.AssertSame(graph);
    }

    [Fact]
    public void What_is_known_is_computed_once()
    {
        var graph = new SmallGraph().Input("x", Floats(1, 2, 6)).Constant("c", Floats(2, 3, 4)).Node("Shape", ["c"], ["s"]).Constant("i", List(0)).Node("Gather", ["s", "i"], ["g"])
            .Constant("m", List(-1)).Node("Concat", ["g", "m"], ["shape"], ("axis", 0)).Node("Reshape", ["x", "shape"], ["y"]).Node("Exp", ["x"], ["unused"]).Output("y");
        Assert.Equal(["Reshape"], Rewritten(graph).Select(static node => node.OpType));
        Oracle.AssertSame(graph);
    }

    [Fact]
    public void HardSwish_is_recognized_however_it_is_written()
    {
        var graph = new SmallGraph().Input("x", Floats(1, 1, 4, 6, 6)).Constant("w", Floats(2, 5, 4, 3, 3)).Node("Conv", ["x", "w"], ["sums"])
            .Node("HardSigmoid", ["sums"], ["gate"], ("alpha", 1f / 6)).Node("Mul", ["sums", "gate"], ["y"]).Output("y");
        Assert.Equal(OutputActivation.HardSwish, Assert.Single(Rewritten(graph)).Activation);
        Oracle.AssertSame(graph);
    }

    [Fact]
    public void A_head_on_regions_reads_them_as_they_are()
    {
        var graph = RegionHead();
        Assert.Equal(["RoiAlign", "ScatterElements", "Gemm", "Identity"], Rewritten(graph).Select(static node => node.OpType).Where(static op => op is "RoiAlign" or "ScatterElements" or "Gemm" or "Identity" or "Expand" or "Flatten"));
        Oracle.AssertSame(graph, 5e-5);
    }

    [Fact]
    public void A_layer_whose_maps_have_another_size_than_the_regions_is_computed_all_the_same()
    {
        var rois = OnnxTensor.From<float>([1, 2, 9, 12], 1, 4);
        var graph = new SmallGraph().Map("x", Floats(1, 2, 8, 3, 6)).Input("r", rois).Input("i", OnnxTensor.From<long>([0], 1))
            .Node("RoiAlign", ["x", "r", "i"], ["pooled"], ("output_height", 3), ("output_width", 3), ("sampling_ratio", 2))
            .Node("Flatten", ["x"], ["flat"]).Constant("w", Floats(3, 20, 144)).Node("Gemm", ["flat", "w"], ["y"], ("transB", 1)).Output("y").Output("pooled");
        Oracle.AssertSame(graph, 5e-5);
    }

    [Fact]
    public void Convolutions_with_the_same_weights_pack_them_once()
    {
        var graph = new SmallGraph().Input("x", Floats(1, 1, 32, 8, 8)).Input("z", Floats(2, 1, 32, 5, 4)).Constant("w", Floats(3, 32, 32, 3, 3)).Constant("b", Floats(4, 32));
        foreach (var (from, to, stride) in ((string, string, int)[])[("x", "a", 1), ("z", "b1", 1), ("x", "c", 2)])
            graph.Node("Conv", [from, "w", "b"], [to], ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { stride, stride }));
        Oracle.AssertSame(graph.Node("Relu", ["b1"], ["d"]).Output("a").Output("c").Output("d"), 5e-5);
    }

    private static List<GraphNode> Rewritten(SmallGraph small)
    {
        var graph = ModelReader.ReadGraph(ModelFile.Read(new MemoryStream(small.Bytes)));
        GraphRewriter.Apply(graph);
        return graph.Nodes;
    }

    private static SmallGraph Block()
    {
        var graph = new SmallGraph().Input("x", Floats(1, 1, 32, 8, 8));
        foreach (var layer in (string[])["a", "b"])
        {
            graph.Constant($"{layer}.w", Floats(2, 32, 32, 3, 3)).Constant($"{layer}.s", Floats(3, 32)).Constant($"{layer}.b", Floats(4, 32)).Constant($"{layer}.m", Floats(5, 32))
                .Constant($"{layer}.v", OnnxTensor.From<float>([.. Enumerable.Range(1, 32).Select(static k => k / 8f)], 32))
                .Node("Conv", [layer == "a" ? "x" : "a.y", $"{layer}.w"], [$"{layer}.c"], ("pads", new[] { 1, 1, 1, 1 }))
                .Node("BatchNormalization", [$"{layer}.c", $"{layer}.s", $"{layer}.b", $"{layer}.m", $"{layer}.v"], [$"{layer}.n"]);
            if (layer == "a") graph.Node("Relu", ["a.n"], ["a.y"]);
        }

        return graph.Node("Add", ["b.n", "x"], ["sum"]).Node("Relu", ["sum"], ["y"]).Output("y");
    }

    // As torchvision exports it: pooled features are scattered to their regions' rows, flattened, and multiplied.
    private static SmallGraph RegionHead()
    {
        var rois = OnnxTensor.From<float>([1, 2, 9, 12, 0, 0, 5, 5, 3, 1, 14, 15], 3, 4);
        return new SmallGraph().Map("x", Floats(1, 1, 8, 16, 16)).Input("r", rois).Input("i", Integers(1, 0, 1, 3)).Input("rows", OnnxTensor.From<long>([4, 0, 2], 3, 1, 1, 1))
            .Node("RoiAlign", ["x", "r", "i"], ["pooled"], ("output_height", 3), ("output_width", 3), ("sampling_ratio", 2))
            .Node("Shape", ["pooled"], ["shape"]).Input("all", List(5, 8, 3, 3)).Node("ConstantOfShape", ["all"], ["zeros"])
            .Node("Expand", ["rows", "shape"], ["indices"]).Node("ScatterElements", ["zeros", "indices", "pooled"], ["features"], ("axis", 0))
            .Node("Flatten", ["features"], ["flat"]).Constant("w", Floats(3, 20, 72)).Constant("b", Floats(4, 20)).Node("Gemm", ["flat", "w", "b"], ["y"], ("transB", 1))
            .Node("Identity", ["features"], ["same"]).Output("y").Output("same");
    }
}
