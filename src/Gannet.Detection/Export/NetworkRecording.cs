using Gannet.Torch;
using Gannet.Torch.Tracing;

namespace Gannet.Detection.Export;

/// <summary>Records which operators a part of a network calls for one input, and the shape of every value.</summary>
/// <remarks>Operators that read only weights are not recorded: their results are constants, such as weights with a norm folded in.</remarks>
/// <param name="weights">State-dict names of the network's tensors.</param>
/// <param name="constants">Constants of an earlier recording by tensor, so that weights are copied once.</param>
internal sealed class NetworkRecording(IReadOnlyDictionary<Tensor, string> weights, Dictionary<Tensor, RecordedConstant> constants) : OperatorTrace
{
    private readonly Dictionary<Tensor, int> _values = [];
    private readonly Dictionary<Tensor, string> _origins = [];

    /// <summary>The calls in order.</summary>
    public List<RecordedCall> Calls { get; } = [];

    /// <summary>The shape of each value; the inputs come first.</summary>
    public List<long[]> Shapes { get; } = [];

    /// <summary>Declares an input of the network.</summary>
    public void AddInput(Tensor tensor) => Bind(tensor);

    /// <summary>The number of a value that was computed; null if it does not depend on the input.</summary>
    public int? NumberOf(Tensor tensor) => _values.TryGetValue(tensor, out var number) ? number : null;

    /// <inheritdoc/>
    public override void Record(string name, IReadOnlyList<object?> arguments, IReadOnlyList<Tensor> results)
    {
        if (!arguments.Any(DependsOnInput))
        {
            // In place, a weight's copy keeps its origin.
            if (arguments.SelectMany(Tensors).Select(OriginOf).FirstOrDefault(static o => o is not null) is { } origin)
            {
                foreach (var tensor in results) _origins[tensor] = origin;
            }

            return;
        }

        object?[] operands = [.. arguments.Select(object? (argument) => argument switch
        {
            Tensor tensor => OperandOf(tensor),
            Tensor?[] tensors => Array.ConvertAll(tensors, t => t is null ? null : OperandOf(t)),
            _ => argument,
        })];
        Calls.Add(new(name, operands, [.. results.Select(Bind)]));
    }

    private int Bind(Tensor tensor)
    {
        Shapes.Add(tensor.Shape.ToArray());
        return _values[tensor] = Shapes.Count - 1;
    }

    private bool DependsOnInput(object? argument) => Tensors(argument).Any(_values.ContainsKey);

    private static IEnumerable<Tensor> Tensors(object? argument) => argument switch
    {
        Tensor tensor => [tensor],
        Tensor?[] tensors => tensors.OfType<Tensor>(),
        _ => [],
    };

    private string? OriginOf(Tensor tensor) => weights.GetValueOrDefault(tensor) ?? _origins.GetValueOrDefault(tensor);

    private Operand OperandOf(Tensor tensor)
    {
        if (_values.TryGetValue(tensor, out var number)) return new(number, null);
        if (constants.TryGetValue(tensor, out var known)) return new(-1, known);
        var shape = tensor.Shape.ToArray();
        var constant = new RecordedConstant(
            tensor, OriginOf(tensor), shape, tensor.ElementType == ElementType.Int64 ? tensor.ToArray<long>() : tensor.ToArray<float>());
        if (weights.ContainsKey(tensor)) constants[tensor] = constant; // others may change
        return new(-1, constant);
    }
}
