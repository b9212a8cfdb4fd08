"""What makes a run of words worth suggesting, as tables; nothing goes in."""

SHORTEST_TITLE, LONGEST_TITLE = 2, 18  # words; longer titles fill no search box
LONGEST_PHRASE = 8  # words: `chủ tịch ủy ban nhân dân tỉnh` has seven

# Words of grammar: a phrase neither begins nor ends with one. Canonical spellings.
_GRAMMAR = """
    ai anh ấy bà bao bị bởi càng các cái cần chỉ chiếc cho chứ chưa chúng có còn con cô cũng cùng
    của cứ do dù đã đang đây để đến đều đi đó đối đồng được em gì giữa hay hãy hết hoặc hơn họ khi
    không là lại lên lúc mà mỗi mọi một này nay nào nên nếu ngay ngày những như nhưng nhiều nữa nó
    nói ông ở phải qua quá ra rằng rất rồi sau sẽ sự tại theo thì thế thêm trên trong trước từ từng
    tới tôi vào vẫn vậy về vì việc với và vừa xuống cho thấy biết cách thuộc đạt gần gồm tính vụ
    nhằm thông hiện đầu năm tháng tuổi giờ sáng chiều tối
"""
GRAMMAR = frozenset(_GRAMMAR.split())
