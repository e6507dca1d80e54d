using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Pooling;

public sealed class MaxPoolTests
{
    public static TheoryData<string, int[], (string, object)[]> Cases() => new()
    {
        { "3x3, step 2", [2, 19, 11, 12], [("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 })] },
        { "rounded up", [1, 3, 10, 11], [("kernel_shape", new[] { 2, 3 }), ("strides", new[] { 3, 2 }), ("ceil_mode", 1)] },
        { "dilated", [1, 3, 10, 11], [("kernel_shape", new[] { 2, 3 }), ("dilations", new[] { 2, 2 })] },
        { "same", [1, 3, 10, 11], [("kernel_shape", new[] { 2, 3 }), ("strides", new[] { 2, 2 }), ("auto_pad", "SAME_LOWER")] },
        { "one axis", [1, 3, 10], [("kernel_shape", new[] { 3 }), ("strides", new[] { 2 })] },
        { "three axes", [1, 2, 5, 6, 7], [("kernel_shape", new[] { 2, 2, 3 }), ("pads", new[] { 1, 1, 1, 1, 1, 1 })] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Maxima_and_places_are_ONNX_Runtimes(string name, int[] input, (string, object)[] attributes)
    {
        Assert.NotEmpty(name);
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, input)).Node("MaxPool", ["x"], ["y"], attributes).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, input)).Node("MaxPool", ["x"], ["y", "places"], attributes).Output("y").Output("places", OnnxElementType.Int64));
    }
}
