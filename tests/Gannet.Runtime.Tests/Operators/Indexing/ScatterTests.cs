using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Indexing;

public sealed class ScatterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Elements_are_written_along_any_axis(int axis) => Oracle.AssertSame(
        new SmallGraph().Input("x", Floats(1, 6, 6)).Input("i", Permutation(axis)).Input("u", Floats(3, 6, 6)).Node("Relu", ["x"], ["a"])
            .Node("ScatterElements", ["a", "i", "u"], ["y"], ("axis", axis)).Output("y"));

    [Theory]
    [InlineData("add")]
    [InlineData("mul")]
    public void Elements_may_be_combined(string reduction) => Oracle.AssertSame(
        new SmallGraph(16).Input("x", Floats(1, 6, 6)).Input("i", Integers(2, -6, 6, 4, 5)).Input("u", Floats(3, 4, 5))
            .Node("ScatterElements", ["x", "i", "u"], ["y"], ("axis", 0), ("reduction", reduction)).Output("y"));

    [Fact]
    public void Slices_are_written() => Oracle.AssertSame(
        new SmallGraph().Input("x", Floats(1, 6, 5, 4)).Input("i", OnnxTensor.From<long>([0, 1, 5, 4, -1, 0], 3, 2)).Input("u", Floats(3, 3, 4)).Node("ScatterND", ["x", "i", "u"], ["y"]).Output("y"));

    [Fact]
    public void The_original_stays() => Oracle.AssertSame(
        new SmallGraph().Input("x", Floats(1, 6)).Input("i", List(2)).Input("u", Floats(3, 1)).Node("Relu", ["x"], ["a"]).Node("ScatterElements", ["a", "i", "u"], ["b"])
            .Node("Sub", ["a", "b"], ["y"]).Output("y"));

    [Fact]
    public void Indices_that_are_also_the_tensor_are_read_unchanged() => Oracle.AssertSame(
        new SmallGraph().Input("a", List(2, 3, 0)).Input("b", List(1, 4)).Input("u", List(0, 1, 2, 3, 4)).Node("Concat", ["a", "b"], ["order"], ("axis", 0))
            .Node("ScatterElements", ["order", "order", "u"], ["y"]).Output("y", OnnxElementType.Int64));

    // Each place once, so that the order of writing does not matter.
    private static OnnxTensor Permutation(int axis) =>
        OnnxTensor.From<long>([.. Enumerable.Range(0, 36).Select(k => (long)((axis == 0 ? k / 6 : k % 6) * 5 + 1) % 6)], 6, 6);
}
