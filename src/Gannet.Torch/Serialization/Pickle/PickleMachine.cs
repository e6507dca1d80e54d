using System.Globalization;
using System.Numerics;

namespace Gannet.Torch.Serialization.Pickle;

/// <summary>Runs a pickle that can only build data.</summary>
/// <remarks>
/// A pickle is a program. This machine cannot import or call Python: a name outside <see cref="PickleCalls"/> is an error.
/// Every opcode takes at least a byte of the file and makes at most one object, so the file's size bounds time and memory.
/// </remarks>
internal sealed class PickleMachine(RandomAccessFile file, PickleCursor cursor)
{
    private const int MaxMemo = 4_000_000;

    // The widest whole number in a state dict is the legacy format's ten-byte magic number.
    private const int MaxIntegerBytes = 16;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<long, object?> _memo = [];
    private readonly PickleCalls _calls = new(file, cursor);

    /// <summary>The storages that tensors refer to, by key.</summary>
    public IReadOnlyDictionary<string, PickleStorage> Storages => _calls.Used;

    /// <summary>Runs up to the next stop opcode and returns the value on top.</summary>
    public object? Run()
    {
        while (true)
        {
            var opcode = (PickleOpcode)cursor.ReadByte();
            if (opcode == PickleOpcode.Stop) return Pop();
            Execute(opcode);
        }
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Protocol: _ = cursor.ReadByte() <= 5 ? 0 : throw cursor.Malformed("is of a newer protocol than 5"); break;
            case PickleOpcode.Frame: cursor.ReadLength(8); break;
            case PickleOpcode.Mark: _marks.Push(_stack.Count); break;
            case PickleOpcode.Pop: Pop(); break;
            case PickleOpcode.PopMark: PopToMark(); break;
            case PickleOpcode.Dup: Push(Peek()); break;
            case PickleOpcode.None: Push(null); break;
            case PickleOpcode.NewTrue: Push(true); break;
            case PickleOpcode.NewFalse: Push(false); break;
            case PickleOpcode.BinInt: Push((long)cursor.ReadInt32()); break;
            case PickleOpcode.BinInt1: Push((long)cursor.ReadByte()); break;
            case PickleOpcode.BinInt2: Push((long)cursor.ReadUInt16()); break;
            case PickleOpcode.Int or PickleOpcode.Long: Push(ParseInteger(cursor.ReadLine())); break;
            case PickleOpcode.Long1: PushInteger(cursor.ReadLength(1)); break;
            case PickleOpcode.Long4: PushInteger(cursor.ReadLength(4)); break;
            case PickleOpcode.BinFloat: Push(cursor.ReadDouble()); break;
            case PickleOpcode.BinString: Push(cursor.ReadLatin1(cursor.ReadLength(4))); break;
            case PickleOpcode.ShortBinString: Push(cursor.ReadLatin1(cursor.ReadLength(1))); break;
            case PickleOpcode.BinUnicode: Push(cursor.ReadText(cursor.ReadLength(4))); break;
            case PickleOpcode.ShortBinUnicode: Push(cursor.ReadText(cursor.ReadLength(1))); break;
            case PickleOpcode.BinUnicode8: Push(cursor.ReadText(cursor.ReadLength(8))); break;
            case PickleOpcode.BinBytes: Push(cursor.Take(cursor.ReadLength(4)).ToArray()); break;
            case PickleOpcode.ShortBinBytes: Push(cursor.Take(cursor.ReadLength(1)).ToArray()); break;
            case PickleOpcode.BinBytes8: Push(cursor.Take(cursor.ReadLength(8)).ToArray()); break;
            case PickleOpcode.EmptyTuple: Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple: Push(PopToMark()); break;
            case PickleOpcode.Tuple1: Push(PopMany(1)); break;
            case PickleOpcode.Tuple2: Push(PopMany(2)); break;
            case PickleOpcode.Tuple3: Push(PopMany(3)); break;
            case PickleOpcode.EmptyList or PickleOpcode.EmptySet: Push(new List<object?>()); break;
            case PickleOpcode.List or PickleOpcode.FrozenSet: Push(new List<object?>(PopToMark())); break;
            case PickleOpcode.Append: AddTo([Pop()]); break;
            case PickleOpcode.Appends or PickleOpcode.AddItems: AddTo(PopToMark()); break;
            case PickleOpcode.EmptyDict: Push(new PickleDictionary()); break;
            case PickleOpcode.Dict: PushDictionary(PopToMark()); break;
            case PickleOpcode.SetItem: SetItems(PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;
            case PickleOpcode.BinGet: Push(Recall(cursor.ReadLength(1))); break;
            case PickleOpcode.LongBinGet: Push(Recall(cursor.ReadLength(4))); break;
            case PickleOpcode.BinPut: Remember(cursor.ReadLength(1)); break;
            case PickleOpcode.LongBinPut: Remember(cursor.ReadLength(4)); break;
            case PickleOpcode.Memoize: Remember(_memo.Count); break;
            case PickleOpcode.Global: Push(_calls.Name(cursor.ReadLine(), cursor.ReadLine())); break;
            case PickleOpcode.StackGlobal: PushStackGlobal(PopMany(2)); break;
            case PickleOpcode.Reduce or PickleOpcode.NewObject: PushCall(PopMany(2)); break;
            case PickleOpcode.Build: Pop(); Peek(); break; // drops attributes, such as a state dict's _metadata; the items are already set
            case PickleOpcode.BinPersistentId: Push(_calls.Storage(Pop())); break;
            default: throw cursor.Malformed($"uses opcode 0x{(byte)opcode:x2}, which does not build plain data");
        }
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > Floor ? _stack[^1] : throw cursor.Malformed("takes from an empty stack");

    // A mark hides what lies below it until the mark is popped.
    private int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopMany(int count)
    {
        if (_stack.Count - Floor < count) throw cursor.Malformed("takes from an empty stack");
        var values = _stack.GetRange(_stack.Count - count, count).ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (!_marks.TryPop(out var mark)) throw cursor.Malformed("takes to a mark that is not there");
        var values = _stack.GetRange(mark, _stack.Count - mark).ToArray();
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private void AddTo(object?[] values)
    {
        if (Peek() is not List<object?> list) throw cursor.Malformed("appends to something that is not a list");
        list.AddRange(values);
    }

    private void PushDictionary(object?[] pairs)
    {
        Push(new PickleDictionary());
        SetItems(pairs);
    }

    private void SetItems(object?[] pairs)
    {
        if (Peek() is not PickleDictionary dictionary || pairs.Length % 2 != 0) throw cursor.Malformed("sets items of what is not a dictionary");
        for (var i = 0; i < pairs.Length; i += 2) dictionary.Entries.Add((pairs[i], pairs[i + 1]));
    }

    private object? Recall(long key) => _memo.TryGetValue(key, out var value) ? value : throw cursor.Malformed($"recalls {key}, which was not kept");

    private void Remember(long key)
    {
        if (_memo.Count >= MaxMemo) throw cursor.Malformed("keeps too many values");
        _memo[key] = Peek();
    }

    private void PushStackGlobal(object?[] names)
    {
        if (names is not [string module, string name]) throw cursor.Malformed("names something without text");
        Push(_calls.Name(module, name));
    }

    private void PushCall(object?[] call)
    {
        if (call is not [PickleGlobal callee, object?[] arguments]) throw cursor.Malformed("calls something that is not a name");
        Push(_calls.Call(callee, arguments));
    }

    private void PushInteger(long byteCount)
    {
        if (byteCount > MaxIntegerBytes) throw cursor.Malformed($"holds a whole number of {byteCount} bytes");
        var wide = new BigInteger(cursor.Take(byteCount));
        if (wide < long.MinValue || wide > long.MaxValue) Push(wide);
        else Push((long)wide);
    }

    // Protocol 0 writes booleans as 00 and 01, and ends Python 2's long numbers with an L.
    private object ParseInteger(string text) => text switch
    {
        "00" => false,
        "01" => true,
        _ => long.TryParse(text.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw cursor.Malformed("holds a malformed whole number"),
    };
}
