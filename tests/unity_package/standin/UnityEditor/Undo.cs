using System.Collections.Generic;
using System.Linq;
using UnityEngine;

namespace UnityEditor
{
    /// <summary>Values of objects only; what is created, destroyed or moved in the hierarchy is not taken back.</summary>
    public class Undo
    {
        /// <summary>What was recorded, as "name: object".</summary>
        internal static readonly List<string> Recorded = new List<string>();

        static readonly Stack<UndoStep> Done = new Stack<UndoStep>();
        static readonly Stack<UndoStep> Undone = new Stack<UndoStep>();
        static readonly Dictionary<int, WorldRecord> Noted = new Dictionary<int, WorldRecord>();
        static int group;
        static string groupName = "";

        public delegate void UndoRedoCallback();

        /// <summary>Unity's parameter is <c>in</c>, of which Mono's compiler makes a value.</summary>
        public delegate void UndoRedoEventCallback(ref UndoRedoInfo undo);

        public static UndoRedoCallback undoRedoPerformed;
        public static UndoRedoEventCallback undoRedoEvent;

        public static void RecordObject(Object objectToUndo, string name)
        {
            Recorded.Add(name + ": " + objectToUndo.name);
            groupName = groupName == "" ? name : groupName;
            WorldRecord record = World.Save(objectToUndo);
            if (!Noted.ContainsKey(record.Id))
            {
                Noted[record.Id] = record;
            }
        }

        public static void RecordObjects(Object[] objectsToUndo, string name)
        {
            foreach (Object each in objectsToUndo)
            {
                RecordObject(each, name);
            }
        }

        public static void FlushUndoRecordObjects()
        {
            foreach (WorldRecord before in Noted.Values.Where(record => World.Get(record.Id) != null))
            {
                WorldRecord after = World.Save(World.Get(before.Id));
                if (!after.HasValuesOf(before))
                {
                    Open().Changes.Add(new KeyValuePair<WorldRecord, WorldRecord>(before, after));
                    Undone.Clear();
                }
            }
            Noted.Clear();
        }

        public static int GetCurrentGroup()
        {
            return group;
        }

        public static string GetCurrentGroupName()
        {
            return groupName;
        }

        public static void SetCurrentGroupName(string name)
        {
            groupName = name;
            if (Done.Count > 0 && Done.Peek().Group == group)
            {
                Done.Peek().Name = name;
            }
        }

        public static void IncrementCurrentGroup()
        {
            FlushUndoRecordObjects();
            group++;
            groupName = "";
        }

        public static void CollapseUndoOperations(int groupIndex)
        {
            UndoStep[] later = Done.TakeWhile(step => step.Group >= groupIndex).Reverse().ToArray();
            if (later.Length == 0)
            {
                return;
            }
            var whole = new UndoStep { Group = groupIndex, Name = groupName == "" ? later[later.Length - 1].Name : groupName };
            foreach (UndoStep step in later)
            {
                whole.Changes.AddRange(step.Changes);
                Done.Pop();
            }
            Done.Push(whole);
        }

        public static void PerformUndo()
        {
            Perform(Done, Undone, false);
        }

        public static void PerformRedo()
        {
            Perform(Undone, Done, true);
        }

        static UndoStep Open()
        {
            if (Done.Count == 0 || Done.Peek().Group != group)
            {
                Done.Push(new UndoStep { Group = group, Name = groupName });
            }
            return Done.Peek();
        }

        static void Perform(Stack<UndoStep> from, Stack<UndoStep> to, bool isRedo)
        {
            IncrementCurrentGroup();
            if (from.Count == 0)
            {
                return;
            }
            UndoStep step = from.Pop();
            to.Push(step);
            if (isRedo)
            {
                step.Forth();
            }
            else
            {
                step.Back();
            }
            if (undoRedoPerformed != null)
            {
                undoRedoPerformed();
            }
            if (undoRedoEvent != null)
            {
                var info = new UndoRedoInfo { undoName = step.Name, undoGroup = step.Group, isRedo = isRedo };
                undoRedoEvent(ref info);
            }
        }
    }
}
