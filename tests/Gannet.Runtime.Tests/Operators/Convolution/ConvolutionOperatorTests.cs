using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Convolution;

public sealed class ConvolutionOperatorTests
{
    // Sums of a few hundred products of numbers below 1; Winograd's transform costs about two bits.
    private const double Tolerance = 5e-5;

    public static TheoryData<string, int[], int[], (string, object)[]> Cases() => new()
    {
        { "3x3", [2, 5, 9, 13], [7, 5, 3, 3], [("pads", new[] { 1, 1, 1, 1 })] },
        { "3x3 by Winograd", [1, 32, 11, 12], [40, 32, 3, 3], [("pads", new[] { 1, 1, 1, 1 })] },
        { "7x7 on pixels, step 2", [1, 3, 33, 29], [8, 3, 7, 7], [("pads", new[] { 3, 3, 3, 3 }), ("strides", new[] { 2, 2 })] },
        { "uneven padding", [1, 4, 9, 9], [6, 4, 3, 3], [("pads", new[] { 0, 1, 2, 3 })] },
        { "uneven steps", [1, 4, 9, 14], [6, 4, 3, 3], [("strides", new[] { 2, 3 }), ("pads", new[] { 1, 1, 1, 1 })] },
        { "uneven dilation", [1, 4, 15, 16], [6, 4, 3, 3], [("dilations", new[] { 2, 3 })] },
        { "dilation", [1, 4, 15, 16], [6, 4, 3, 3], [("dilations", new[] { 2, 2 }), ("pads", new[] { 2, 2, 2, 2 })] },
        { "groups", [2, 12, 9, 8], [18, 4, 3, 3], [("group", 3), ("pads", new[] { 1, 1, 1, 1 })] },
        { "depthwise", [2, 12, 9, 8], [12, 1, 5, 5], [("group", 12), ("pads", new[] { 2, 2, 2, 2 })] },
        { "depthwise with two filters each", [1, 6, 9, 8], [12, 1, 3, 3], [("group", 6)] },
        { "same, upper", [1, 4, 9, 10], [6, 4, 4, 3], [("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 2 })] },
        { "same, lower", [1, 4, 9, 10], [6, 4, 4, 3], [("auto_pad", "SAME_LOWER")] },
        { "valid", [1, 4, 9, 10], [6, 4, 4, 3], [("auto_pad", "VALID")] },
        { "one axis", [2, 5, 20], [7, 5, 3], [("pads", new[] { 1, 2 }), ("strides", new[] { 2 })] },
        { "three axes", [1, 4, 5, 6, 7], [6, 2, 2, 3, 3], [("group", 2), ("pads", new[] { 0, 1, 1, 1, 1, 0 }), ("strides", new[] { 1, 2, 1 })] },
        { "no image", [0, 4, 9, 10], [6, 4, 3, 3], [] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sums_are_ONNX_Runtimes(string name, int[] input, int[] weights, (string, object)[] attributes)
    {
        Assert.NotEmpty(name);
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, input)).Constant("w", Floats(2, weights)).Constant("b", Floats(3, weights[0]))
            .Node("Conv", ["x", "w", "b"], ["y"], attributes).Output("y"), Tolerance);
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, input)).Input("w", Floats(2, weights)).Node("Conv", ["x", "w"], ["y"], attributes).Output("y"), Tolerance);
    }

    [Fact]
    public void Weights_are_laid_out_again_when_maps_become_larger()
    {
        var graph = new SmallGraph().Input("x", Floats(1, 1, 32, 5, 5)).Constant("w", Floats(2, 40, 32, 3, 3)).Node("Conv", ["x", "w"], ["y"], ("pads", new[] { 1, 1, 1, 1 })).Output("y");
        using var session = OnnxSession.Load(graph.Bytes);
        foreach (var side in (int[])[5, 70, 6])
        {
            var inputs = new Dictionary<string, OnnxTensor> { ["x"] = Floats(3, 1, 32, side, side) };
            Oracle.AssertEqual("y", Oracle.Expected(graph.Bytes, inputs)["y"], session.Run(inputs)["y"], Tolerance);
        }
    }

    [Theory]
    [InlineData("2,8,9,7")]
    [InlineData("8,1,1")]
    [InlineData("1,8,9,7")]
    [InlineData("")]
    public void Whatever_is_added_is_added(string shape)
    {
        int[] addend = shape.Length == 0 ? [] : [.. shape.Split(',').Select(int.Parse)];
        Oracle.AssertSame(Residual(addend, []), Tolerance);
        Oracle.AssertSame(Residual(addend, [("strides", new[] { 1, 1 }), ("group", 2)]), Tolerance);

        static SmallGraph Residual(int[] addend, (string, object)[] attributes) => new SmallGraph(14).Input("x", Floats(1, 2, 4, 9, 7)).Input("other", Floats(4, addend))
            .Constant("w", Floats(2, 8, attributes.Length == 0 ? 4 : 2, 3, 3)).Node("Conv", ["x", "w"], ["sums"], [("pads", new[] { 1, 1, 1, 1 }), .. attributes])
            .Node("Add", ["other", "sums"], ["added"]).Node("HardSwish", ["added"], ["y"]).Output("y");
    }
}
