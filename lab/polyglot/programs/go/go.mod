module heymarket.example/list

go 1.24
