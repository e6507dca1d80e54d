using Gannet.Datasets.Checking;

namespace Gannet.Training.Distributed;

/// <summary>Problems of a data set on their way from one worker to another.</summary>
internal static class ProblemBytes
{
    public static byte[] Of(IReadOnlyList<DataProblem> problems) => Message.Of(problems, Write);

    public static IReadOnlyList<DataProblem> Read(byte[] bytes) => Message.Read(bytes, Read);

    public static void Write(BinaryWriter writer, DataProblem problem)
    {
        writer.Write((int)problem.Kind);
        writer.Write(problem.File);
        Message.WriteOptional(writer, problem.Where);
        writer.Write(problem.What);
        writer.Write(problem.Cure);
        writer.Write(problem.LeftOut);
    }

    public static DataProblem Read(BinaryReader reader) => new(
        (DataProblemKind)reader.ReadInt32(), reader.ReadString(), Message.ReadOptional(reader), reader.ReadString(), reader.ReadString(), reader.ReadBoolean());
}
