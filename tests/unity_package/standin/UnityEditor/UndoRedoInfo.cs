namespace UnityEditor
{
    public struct UndoRedoInfo
    {
        public string undoName;
        public int undoGroup;

        public bool isRedo { get; set; }
    }
}
