using System.Text;
using Gannet.Datasets.Checking;

namespace Gannet.Training.Distributed;

/// <summary>Problems of a data set on their way from one worker to another.</summary>
internal static class ProblemBytes
{
    public static byte[] Of(IReadOnlyList<DataProblem> problems)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(problems.Count);
        foreach (var problem in problems) Write(writer, problem);
        return memory.ToArray();
    }

    public static IReadOnlyList<DataProblem> Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var problems = new DataProblem[reader.ReadInt32()];
        for (var k = 0; k < problems.Length; k++) problems[k] = Read(reader);
        return problems;
    }

    public static void Write(BinaryWriter writer, DataProblem problem)
    {
        writer.Write((int)problem.Kind);
        writer.Write(problem.File);
        writer.Write(problem.Where is not null);
        writer.Write(problem.Where ?? "");
        writer.Write(problem.What);
        writer.Write(problem.Cure);
        writer.Write(problem.LeftOut);
    }

    public static DataProblem Read(BinaryReader reader)
    {
        var (kind, file) = ((DataProblemKind)reader.ReadInt32(), reader.ReadString());
        var (hasWhere, where) = (reader.ReadBoolean(), reader.ReadString());
        return new(kind, file, hasWhere ? where : null, reader.ReadString(), reader.ReadString(), reader.ReadBoolean());
    }
}
