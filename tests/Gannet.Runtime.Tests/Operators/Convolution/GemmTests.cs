using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Convolution;

public sealed class GemmTests
{
    [Theory]
    [InlineData(0, 0, 1f, 1f, "5")]
    [InlineData(0, 1, 1f, 1f, "5")]
    [InlineData(1, 0, 0.5f, 2f, "9,5")]
    [InlineData(1, 1, 0.5f, 2f, "9,1")]
    [InlineData(0, 1, 2f, 0.5f, "")]
    [InlineData(0, 0, 1f, 1f, "1,5")]
    public void Products_are_ONNX_Runtimes(int transA, int transB, float alpha, float beta, string addend)
    {
        int[] shape = addend.Length == 0 ? [] : [.. addend.Split(',').Select(int.Parse)];
        var (a, b, c) = (Floats(1, transA == 1 ? [30, 9] : [9, 30]), Floats(2, transB == 1 ? [5, 30] : [30, 5]), Floats(3, shape));
        (string, object)[] attributes = [("transA", transA), ("transB", transB), ("alpha", alpha), ("beta", beta)];
        Oracle.AssertSame(new SmallGraph().Input("a", a).Constant("b", b).Constant("c", c).Node("Gemm", ["a", "b", "c"], ["p"], attributes).Node("Relu", ["p"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("a", a).Input("b", b).Input("c", c).Node("Gemm", ["a", "b", "c"], ["p"], attributes).Node("Relu", ["p"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("a", a).Constant("b", b).Input("c", c).Node("Gemm", ["a", "b", "c"], ["p"], attributes).Node("Relu", ["p"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("a", a).Constant("b", b).Node("Gemm", ["a", "b"], ["p"], attributes).Node("Relu", ["p"], ["y"]).Output("y"));
    }

    [Fact]
    public void No_rows_give_no_rows() =>
        Oracle.AssertSame(new SmallGraph().Input("a", Floats(1, 0, 30)).Constant("b", Floats(2, 30, 5)).Node("Gemm", ["a", "b"], ["y"]).Output("y"));
}
