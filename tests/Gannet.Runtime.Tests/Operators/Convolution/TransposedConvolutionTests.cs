using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Convolution;

public sealed class TransposedConvolutionTests
{
    public static TheoryData<string, int[], int[], (string, object)[]> Cases() => new()
    {
        { "2x2, step 2", [2, 5, 4, 6], [5, 7, 2, 2], [("strides", new[] { 2, 2 })] },
        { "padding", [1, 5, 4, 6], [5, 3, 3, 4], [("strides", new[] { 2, 3 }), ("pads", new[] { 1, 0, 1, 2 })] },
        { "extra output", [1, 2, 4, 4], [2, 3, 3, 3], [("strides", new[] { 2, 2 }), ("output_padding", new[] { 1, 1 }), ("pads", new[] { 1, 1, 1, 1 })] },
        { "groups", [1, 6, 4, 4], [6, 2, 3, 3], [("group", 3)] },
        { "dilation", [1, 2, 4, 4], [2, 3, 3, 3], [("dilations", new[] { 2, 2 })] },
        { "output shape", [1, 2, 4, 4], [2, 3, 3, 3], [("strides", new[] { 3, 2 }), ("output_shape", new[] { 10, 8 })] },
        { "same", [1, 2, 4, 4], [2, 3, 3, 3], [("strides", new[] { 2, 2 }), ("auto_pad", "SAME_UPPER")] },
        { "one axis", [1, 2, 9], [2, 3, 4], [("strides", new[] { 2 })] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sums_are_ONNX_Runtimes(string name, int[] input, int[] weights, (string, object)[] attributes)
    {
        Assert.NotEmpty(name);
        var outputs = weights[1] * attributes.Where(static a => a.Item1 == "group").Select(static a => (int)a.Item2).FirstOrDefault(1);
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, input)).Constant("w", Floats(2, weights)).Constant("b", Floats(3, outputs))
            .Node("ConvTranspose", ["x", "w", "b"], ["y"], attributes).Output("y"));
    }
}
