namespace Gannet.Torch.Generators.Tests;

public sealed class OperatorGeneratorTests
{
    [Theory]
    [InlineData("relu(Tensor self) -> Tensor", "expected 'aten::name.overload(arguments) -> results'")]
    [InlineData("aten::relu(Tensor self)", "expected 'aten::name.overload(arguments) -> results'")]
    [InlineData("aten::relu(Tensor) -> Tensor", "argument 'Tensor' is not 'type name' or 'type name=default'")]
    [InlineData("aten::fft(Tensor self, Stream s) -> Tensor", "argument 'Stream s' has a type the generator does not know")]
    [InlineData("aten::relu(Tensor self) -> Storage", "result type 'Storage' is not known to the generator")]
    [InlineData("aten::relu(Tensor self) -> (Tensor, Storage)", "result type 'Storage' is not known to the generator")]
    [InlineData("aten::pad(Tensor self, bool[] sides=None) -> Tensor", "'sides' has no default in C#")]
    [InlineData("aten::pad(Tensor self, str mode=\"constant\") -> Tensor", "'str mode=\"constant\"': a default of this type is not known to the generator")]
    public void A_wrong_line_is_an_error_with_its_number_and_reason_and_spoils_no_other(string line, string reason)
    {
        var run = GeneratorRun.Of("# a remark", "", "aten::exp(Tensor self) -> Tensor", line, "aten::log(Tensor self) -> Tensor");
        Assert.Equal([$"schemas.txt(4): {reason}"], run.Errors);
        Assert.StartsWith("public Tensor Exp()", run.Method("Exp"), StringComparison.Ordinal);
        Assert.StartsWith("public Tensor Log()", run.Method("Log"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_line_is_reported()
    {
        var run = GeneratorRun.Of("nonsense", "aten::exp(Tensor self) -> Tensor", "more nonsense");
        Assert.Equal(["schemas.txt(1)", "schemas.txt(3)"], run.Errors.Select(static e => e.Split(':')[0]));
    }

    [Fact]
    public void An_operator_in_place_returns_its_tensor()
    {
        var method = GeneratorRun.Of("aten::add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)").Method("AddInPlace");
        Assert.StartsWith("public Tensor AddInPlace(Tensor other, Scalar? @alpha = null)", method, StringComparison.Ordinal);
        Assert.EndsWith("return this;", method, StringComparison.Ordinal);
        Assert.Contains("Operator.Free(outputs[0]);", method, StringComparison.Ordinal);
        Assert.Contains("@alpha ??= 1;", method, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_is_a_new_tensor()
    {
        var method = GeneratorRun.Of("aten::view(Tensor(a) self, SymInt[] size) -> Tensor(a)").Method("View");
        Assert.StartsWith("public Tensor View(System.ReadOnlySpan<long> @size)", method, StringComparison.Ordinal);
        Assert.Contains("var result0 = Operator.TakeTensor(outputs[0]);", method, StringComparison.Ordinal);
        Assert.EndsWith("return result0;", method, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aten::add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)", "AddInPlace", "[this, other, @alpha], [this]")]
    [InlineData("aten::view(Tensor(a) self, SymInt[] size) -> Tensor(a)", "View", "[this, @size.ToArray()], [result0]")]
    [InlineData("aten::chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]", "Chunk", "[this, @chunks, @dim], [.. result0]")]
    [InlineData("aten::pair(Tensor self, Generator? g=None) -> (Tensor, bool, Tensor)", "Pair", "[this], [result0, result2]")]
    [InlineData("aten::nothing(Tensor[] self) -> ()", "Nothing", "[self.ToArray()], []")]
    public void A_trace_is_told_of_arguments_and_tensors(string schema, string name, string recorded) => Assert.Contains(
        $"if (OperatorTrace.Current is {{ }} trace) trace.Record(s_op0.Name, {recorded});", GeneratorRun.Of(schema).Method(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("bool flag=False", "bool @flag = false")]
    [InlineData("bool flag=True", "bool @flag = true")]
    [InlineData("int dim=-1", "long @dim = -1")]
    [InlineData("int reduction=Mean", "long @reduction = 1")]
    [InlineData("float eps=1e-05", "double @eps = 1e-05")]
    [InlineData("int? dim=None", "long? @dim = null")]
    [InlineData("Tensor? bias=None", "Tensor? @bias = null")]
    [InlineData("ScalarType? dtype=None", "ElementType? @dtype = null")]
    [InlineData("int[1] dim=[]", "System.ReadOnlySpan<long> @dim = default")]
    [InlineData("MemoryFormat memory_format=0", "MemoryFormat @memoryFormat = MemoryFormat.Contiguous")]
    [InlineData("SymInt[2] output_size", "System.ReadOnlySpan<long> @outputSize")]
    [InlineData("Tensor?[] indices", "System.ReadOnlySpan<Tensor?> @indices")]
    [InlineData("Generator? generator=None", "")]
    public void Arguments_keep_their_names_types_and_defaults(string argument, string parameter)
    {
        var run = GeneratorRun.Of($"aten::thing(Tensor self, {argument}) -> Tensor");
        Assert.Empty(run.Errors);
        Assert.StartsWith($"public Tensor Thing({parameter})", run.Method("Thing"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_default_of_one_number_fills_both_directions()
    {
        var run = GeneratorRun.Of("aten::pool(Tensor self, int[2] stride=1, int[2] padding=[2, 3]) -> Tensor");
        Assert.Contains("@stride ??= [1, 1];", run.Method("Pool"), StringComparison.Ordinal);
        Assert.Contains("@padding ??= [2, 3];", run.Method("Pool"), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_of_every_kind_are_taken()
    {
        var run = GeneratorRun.Of(
            "aten::topk(Tensor self, int k) -> (Tensor values, Tensor indices)",
            "aten::is_nonzero(Tensor self) -> bool",
            "aten::split(Tensor(a -> *) self, int size) -> Tensor(a)[]",
            "aten::_foreach_zero_(Tensor(a!)[] self) -> ()",
            "aten::zeros(SymInt[] size) -> Tensor");
        Assert.Empty(run.Errors);
        Assert.StartsWith("public (Tensor, Tensor) Topk(", run.Method("Topk"), StringComparison.Ordinal);
        Assert.StartsWith("public bool IsNonzero()", run.Method("IsNonzero"), StringComparison.Ordinal);
        Assert.StartsWith("public Tensor[] Split(", run.Method("Split"), StringComparison.Ordinal);
        Assert.StartsWith("public static void ForeachZeroInPlace(", run.Method("ForeachZeroInPlace"), StringComparison.Ordinal);
        Assert.StartsWith("public static Tensor Zeros(", run.Method("Zeros"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tensor_is_kept_alive_through_the_call()
    {
        var method = GeneratorRun.Of("aten::index(Tensor self, Tensor?[] indices, Tensor? weight=None) -> Tensor").Method("Index");
        var call = method.IndexOf(".Call(", StringComparison.Ordinal);
        foreach (var kept in (string[])["System.GC.KeepAlive(this);", "Operator.KeepAlive(@indices);", "System.GC.KeepAlive(@weight);"])
            Assert.True(method.IndexOf(kept, StringComparison.Ordinal) > call, $"{kept} is missing after the call in\n{method}");
    }
}
