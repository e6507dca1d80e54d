using Gannet.Runtime.Format;
using Xunit.Abstractions;

namespace Gannet.Runtime.Tests.Parity;

/// <summary>ONNX's own tests of its operators, which tests/oracle/onnx_node_tests.py writes.</summary>
public sealed class OnnxNodeTests(ITestOutputHelper output)
{
    private const string Variable = "GANNET_ONNX_NODE_TESTS";
    private const double LeastShare = 0.98;
    private const int MutantsPerTest = 20;

    // ONNX's own tolerances.
    private const double Relative = 1e-3, Absolute = 1e-7;

    [FolderFact(Variable, "onnx_node_tests.py")]
    public void Operators_that_are_offered_give_what_ONNX_expects()
    {
        var (passed, failed, left) = (new Dictionary<string, int>(), new List<string>(), new Dictionary<string, int>());
        foreach (var folder in Directory.GetDirectories(Environment.GetEnvironmentVariable(Variable)!).Order())
        {
            var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
            var name = model.Graph.Node[0].OpType;
            if (WhyNot(folder, model) is { } reason) left[reason] = left.GetValueOrDefault(reason) + 1;
            else if (Failure(folder, model) is { } failure) failed.Add($"{name}: {Path.GetFileName(folder)}: {failure}");
            else passed[name] = passed.GetValueOrDefault(name) + 1;
        }

        var total = passed.Values.Sum();
        output.WriteLine($"{total} passed, {failed.Count} failed, left out: {string.Join(", ", left.Select(static l => $"{l.Value} with {l.Key}"))}");
        foreach (var line in failed) output.WriteLine(line);
        foreach (var (op, count) in passed.OrderBy(static p => p.Key)) output.WriteLine($"{op} {count}");
        Assert.True(total >= LeastShare * (total + failed.Count), $"{failed.Count} of {total + failed.Count} fail:\n{string.Join('\n', failed)}");
    }

    [FolderFact(Variable, "onnx_node_tests.py")]
    public void Mutants_of_every_test_run_or_fail_as_invalid()
    {
        var random = new Random(3);
        foreach (var folder in Directory.GetDirectories(Environment.GetEnvironmentVariable(Variable)!).Order())
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, "model.onnx"));
            if (WhyNot(folder, ModelProto.Parser.ParseFrom(bytes)) is not null) continue;
            for (var k = 0; k < MutantsPerTest; k++)
            {
                var mutant = bytes.ToArray();
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
                RunMutant(folder, mutant);
            }
        }
    }

    private static void RunMutant(string folder, byte[] mutant)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            using var session = OnnxSession.Load(mutant);
            session.Run(session.Inputs.Select((input, k) => (input.Name, Read(folder, $"input_{k}.pb"))).ToDictionary(), cancellation.Token);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or OperationCanceledException or FileNotFoundException)
        {
            // As it should be. A mutant that calls a constant an input lacks a file.
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{Path.GetFileName(folder)}: {Convert.ToBase64String(mutant)}", e);
        }
    }

    // What makes a test one of operators or types that are not offered.
    private static string? WhyNot(string folder, ModelProto model)
    {
        if (Nodes(model.Graph).Any(static node => node.Domain.Length > 0 || !OnnxSession.Operators.Contains(node.OpType))) return "other operators";
        if (model.OpsetImport.Any(static set => set.Version < ModelReader.OldestOpset)) return "older versions";
        if (folder.Contains("training", StringComparison.Ordinal)) return "training";
        if (!Directory.EnumerateFiles(folder, "*.pb").Any()) return "sequences";
        if (Directory.EnumerateFiles(folder, "*.sequence").Concat(Directory.EnumerateFiles(folder, "*.optional")).Any()) return "sequences or optionals";
        return Directory.EnumerateFiles(folder, "*.pb").Any(static file => !Enum.IsDefined((OnnxElementType)TensorProto.Parser.ParseFrom(File.ReadAllBytes(file)).DataType)) ? "other types" : null;
    }

    private static IEnumerable<NodeProto> Nodes(GraphProto graph) =>
        graph.Node.SelectMany(static node => node.Attribute.Where(static a => a.G is not null).SelectMany(static a => Nodes(a.G)).Append(node));

    private static string? Failure(string folder, ModelProto model)
    {
        try
        {
            using var session = OnnxSession.Load(Path.Combine(folder, "model.onnx"));
            var results = session.Run(session.Inputs.Select((input, k) => (input.Name, Read(folder, $"input_{k}.pb"))).ToDictionary());
            for (var k = 0; k < model.Graph.Output.Count; k++)
            {
                if (Difference(Read(folder, $"output_{k}.pb"), results[model.Graph.Output[k].Name]) is { } difference) return difference;
            }

            return null;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            return e.Message;
        }
    }

    private static OnnxTensor Read(string folder, string file) => new(TensorReader.Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, file)))));

    private static string? Difference(OnnxTensor expected, OnnxTensor actual)
    {
        if (expected.ElementType != actual.ElementType || !expected.Shape.SequenceEqual(actual.Shape)) return $"{actual} instead of {expected}";
        if (expected.ElementType is not (OnnxElementType.Float or OnnxElementType.Double)) return expected.Tensor.Bytes.SequenceEqual(actual.Tensor.Bytes) ? null : "other numbers";
        for (var k = 0; k < expected.Count; k++)
        {
            var (e, a) = expected.ElementType == OnnxElementType.Float ? (expected.AsSpan<float>()[k], actual.AsSpan<float>()[k]) : (expected.AsSpan<double>()[k], actual.AsSpan<double>()[k]);
            if (!e.Equals(a) && !(Math.Abs(e - a) <= Absolute + Relative * Math.Abs(e))) return $"[{k}] is {a} instead of {e}";
        }

        return null;
    }
}
